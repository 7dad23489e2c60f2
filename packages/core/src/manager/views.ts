import type { Failure } from "../contract/failure.ts";
import type { FieldValue } from "../contract/manifest.ts";
import type { PolicyDocument } from "../contract/plugin.ts";
import type { SecretType } from "../settings/model.ts";

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

/** One of many secrets that are to be defined, or why it is not. */
export interface PlannedSecret {
  readonly name: string;
  readonly type: SecretType;
  readonly connection: string;
  readonly remoteName: string;
  readonly key?: string;
  readonly version?: string;
  readonly failure?: Failure;
}

/** A setting of a profile as a person sees it. */
export interface SettingView {
  /** `[SIDE/]GROUP.NAME`. */
  readonly setting: string;
  readonly literal?: string;
  /** The name of the used secret. */
  readonly secret?: string;
  readonly deliver?: string;
  /** An unbound slot of an imported profile: the name of the secret where the profile comes from. */
  readonly slot?: string;
  /** The host that the used secret goes to, where the profile names one. */
  readonly host?: string;
}

export interface ProfileView {
  readonly id: string;
  readonly name: string;
  readonly settings: readonly SettingView[];
  readonly job?: { readonly program: string; readonly args: readonly string[] };
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
