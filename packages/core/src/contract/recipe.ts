import type { Delivery } from "./delivery.ts";
import type { Encoding } from "./encoding.ts";

/**
 * What Keyferry knows of a real program: which settings it takes, which version it needs, and how each value reaches
 * it. It is only data, so a package can ship recipes as a JSON file, and none of its code runs.
 */
export interface Recipe {
  /** Lower case, digits and hyphens. In a package, the id in its marker, or that id, a hyphen and more. */
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  /** The program's own manual, http(s). */
  readonly docsUrl: string;
  /** The programs that must be installed; the first of them is the job. */
  readonly programs: readonly [RecipeProgram, ...RecipeProgram[]];
  readonly settings: readonly RecipeSetting[];
  /** Lists of which exactly one setting must be set, such as a password or a private key. */
  readonly oneOf?: readonly (readonly string[])[];
  readonly args: readonly RecipeArgument[];
  readonly environment?: readonly RecipeVariable[];
  readonly payloads: readonly RecipePayload[];
  /** The program's exit codes that mean, or may mean, a failed login; empty if its exit code does not show that. */
  readonly loginFailed: readonly number[];
  /** What a person should know: which characters a value may contain, what others can see. */
  readonly notes: readonly string[];
}

export interface RecipeProgram {
  /** The name by which it is looked up on the PATH. */
  readonly name: string;
  /** The arguments that make it print its version, or at least do nothing. */
  readonly versionArgs: readonly string[];
  /** A regular expression whose first group is the version in the output; absent if the program does not print one. */
  readonly versionPattern?: string;
  /** The lowest version that works, as numbers and dots; absent if another program of the recipe implies it. */
  readonly least?: string;
}

/** A setting that a recipe takes: from the catalogue or, with `own`, defined by the recipe's package. */
export interface RecipeSetting {
  /** `[SIDE/]GROUP.NAME`. */
  readonly setting: string;
  readonly required?: boolean;
  /** The literal that is used if it is not set. */
  readonly default?: string;
  /** Makes it a setting of the recipe's own. Its group must not be one of the catalogue's. */
  readonly own?: OwnSetting;
}

export interface OwnSetting {
  readonly description: string;
  /** What it takes: a literal, or a secret of this type; only a username may be either. */
  readonly takes: "literal" | "username" | "password" | "private-key";
  /** The program executes its literal, as it does its arguments, so an import takes it only together with the job. */
  readonly commands?: true;
}

/** When a part is used: if all of `when` are set, and none of `unless`. */
export interface Condition {
  readonly when?: readonly string[];
  readonly unless?: readonly string[];
}

/** A piece of an argument or variable: text, a setting's literal, or the path of a payload. Never a secret. */
export type RecipePiece = string | { readonly literal: string } | { readonly path: string };

/** One argument, or the place for the person's own arguments. */
export type RecipeArgument = (Condition & { readonly pieces: readonly RecipePiece[] }) | { readonly extra: true };

export interface RecipeVariable extends Condition {
  readonly name: string;
  readonly pieces: readonly RecipePiece[];
}

/**
 * A document that reaches the program through one delivery: text, and settings in an encoding that the program reads.
 */
export interface RecipePayload extends Condition {
  /** Refers to it in `path` pieces; the setting's name, if messages should name the setting. */
  readonly id: string;
  readonly delivery: Delivery;
  readonly parts: readonly RecipePart[];
}

export type RecipePart =
  | string
  | (Condition & ({ readonly text: string } | { readonly setting: string; readonly as: Encoding }));
