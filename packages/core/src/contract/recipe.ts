import type { Delivery } from "./delivery.ts";
import type { Encoding } from "./encoding.ts";

/**
 * What Keyferry knows of a real program: which settings it takes, which version it needs, and which way each value goes to it.
 * Data and nothing else, so that a package ships recipes as a JSON file of which nothing is run.
 */
export interface Recipe {
  /** Lower case, digits and hyphens. Those of a package are its marker's id, or begin with it and a hyphen. */
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  /** The program's own manual, http(s). */
  readonly docsUrl: string;
  /** The programs that must be there; the first of them is the job. */
  readonly programs: readonly [RecipeProgram, ...RecipeProgram[]];
  readonly settings: readonly RecipeSetting[];
  /** Lists of which exactly one setting must be set, such as a password or a private key. */
  readonly oneOf?: readonly (readonly string[])[];
  readonly args: readonly RecipeArgument[];
  readonly environment?: readonly RecipeVariable[];
  readonly payloads: readonly RecipePayload[];
  /** The program's exit codes that mean a failed login, or may mean it; empty where it does not tell. */
  readonly loginFailed: readonly number[];
  /** What a person should know: the letters that a value may hold, what others can see. */
  readonly notes: readonly string[];
}

export interface RecipeProgram {
  /** As it is looked for on the PATH. */
  readonly name: string;
  /** How it is asked for its version, or started so that it does nothing. */
  readonly versionArgs: readonly string[];
  /** A regular expression whose first group is the version in what it then prints; absent where it does not tell. */
  readonly versionPattern?: string;
  /** The least version, of numbers and dots; absent where another program of the recipe stands for it. */
  readonly least?: string;
}

/** A setting that a recipe takes: of the catalogue, or with `own` one of the recipe's package. */
export interface RecipeSetting {
  /** `[SIDE/]GROUP.NAME`. */
  readonly setting: string;
  readonly required?: boolean;
  /** A literal in its place where it is not set. */
  readonly default?: string;
  /** Makes it a setting of the recipe's own. Its group is no group of the catalogue's. */
  readonly own?: OwnSetting;
}

export interface OwnSetting {
  readonly description: string;
  /** What it takes: a literal, or a secret of this type, never both but for a username. */
  readonly takes: "literal" | "username" | "password" | "private-key";
  /** The program carries its literal out, as it does its arguments: an import takes it only with the job itself. */
  readonly commands?: true;
}

/** When a part counts: all of `when` are set, and none of `unless`. */
export interface Condition {
  readonly when?: readonly string[];
  readonly unless?: readonly string[];
}

/** A piece of an argument or of a variable: text, a setting's literal, or the path of a payload. Never a secret. */
export type RecipePiece = string | { readonly literal: string } | { readonly path: string };

/** One argument, or where the person's own arguments stand. */
export type RecipeArgument = (Condition & { readonly pieces: readonly RecipePiece[] }) | { readonly extra: true };

export interface RecipeVariable extends Condition {
  readonly name: string;
  readonly pieces: readonly RecipePiece[];
}

/** A document that goes one way to the program: text, and settings in an encoding that the program reads. */
export interface RecipePayload extends Condition {
  /** For `path` pieces; the setting's name, where a message is to name it. */
  readonly id: string;
  readonly delivery: Delivery;
  readonly parts: readonly RecipePart[];
}

export type RecipePart =
  | string
  | (Condition & ({ readonly text: string } | { readonly setting: string; readonly as: Encoding }));
