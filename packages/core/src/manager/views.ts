import type { FieldValue } from "../contract/manifest.ts";
import type { PolicyDocument } from "../contract/plugin.ts";
import type { Job, SecretType } from "../settings/model.ts";

/** A provider as it is installed here (or is not). */
export interface ProviderView {
  readonly id: string;
  readonly package: string;
  readonly version?: string;
  readonly installed: boolean;
  /** How to install it, where it is not. */
  readonly install?: string;
  readonly apiVersion?: number;
}

/** A connection as a person sees it: no credential, no part of one. */
export interface ConnectionView {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly auth: {
    readonly method: string;
    readonly fields: Readonly<Record<string, FieldValue>>;
    readonly sources: Readonly<Record<string, string>>;
  };
  /** The names of the secrets that use it. */
  readonly secrets: readonly string[];
  /** It stands in the machine's file, which commands do not change. */
  readonly readOnly: boolean;
}

/** A secret's definition as a person sees it. */
export interface SecretView {
  readonly id: string;
  readonly name: string;
  /** The connection's name. */
  readonly connection: string;
  readonly remoteName: string;
  readonly type: SecretType;
  readonly key?: string;
  readonly version?: string;
  readonly description?: string;
  readonly trimNewline?: boolean;
  /** The names of the profiles that use it. */
  readonly profiles: readonly string[];
  readonly readOnly: boolean;
}

/** A setting of a profile as a person sees it. */
export interface SettingView {
  /** `[SIDE/]GROUP.NAME`. */
  readonly setting: string;
  readonly literal?: string;
  /** The name of the used secret. */
  readonly secret?: string;
  readonly deliver?: string;
}

export interface ProfileView {
  readonly id: string;
  readonly name: string;
  readonly settings: readonly SettingView[];
  readonly job?: Job;
}

/** A recipe as a person sees it. */
export interface RecipeView {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly docsUrl: string;
  /** The package that ships it, and its version; absent for what Keyferry brings. */
  readonly package?: string;
  readonly version?: string;
  readonly programs: readonly { readonly name: string; readonly least?: string }[];
  readonly settings: readonly RecipeSettingView[];
  /** Lists of which exactly one setting is to be set. */
  readonly oneOf: readonly (readonly string[])[];
  /** Exit codes that mean a failed login, or may mean it. */
  readonly loginFailed: readonly number[];
  readonly notes: readonly string[];
}

export interface RecipeSettingView {
  readonly setting: string;
  readonly description: string;
  /** The secret types that it takes; empty where it takes a literal. */
  readonly takes: readonly SecretType[];
  readonly required: boolean;
  readonly default?: string;
  /** Its deliveries, or `argument` and `variable` for a literal. */
  readonly ways: readonly string[];
}

/** A line of the catalogue, with what a profile has for it. */
export interface CatalogueView extends SettingView {
  readonly group: string;
  readonly description: string;
  /** The secret types that it takes; empty where it takes a literal. */
  readonly takes: readonly SecretType[];
}

/** The least rights that the secrets of one connection need, as documents for its manager. */
export interface PolicyView {
  readonly connection: string;
  readonly provider: string;
  readonly documents: readonly PolicyDocument[];
}

export type { RemoteShape } from "../resolve/shape.ts";
