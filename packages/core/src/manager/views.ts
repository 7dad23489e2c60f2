import type { DoubtfulField } from "../connections/doubtful-fields.ts";
import type { OriginChange } from "../connections/origin.ts";
import type { Failure } from "../contract/failure.ts";
import type { FieldValue } from "../contract/manifest.ts";
import type { PolicyDocument } from "../contract/plugin.ts";
import type { Job, SecretType } from "../settings/model.ts";

/** A provider, and whether it is installed here. */
export interface ProviderView {
  readonly id: string;
  readonly package: string;
  readonly version?: string;
  readonly installed: boolean;
  /** The command that installs it, if it is not installed. */
  readonly install?: string;
  readonly apiVersion?: number;
}

/** A connection as a person sees it: without any part of a credential. */
export interface ConnectionView {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  /** Without those whose values are withheld. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Where it points: the fields of the connection and of its login that say so. */
  readonly origin: Readonly<Record<string, FieldValue>>;
  readonly auth: {
    readonly method: string;
    readonly fields: Readonly<Record<string, FieldValue>>;
    readonly sources: Readonly<Record<string, string>>;
  };
  /** Fields that somebody wrote into the settings and that may be a credential; all of them where the provider cannot be loaded. */
  readonly withheld?: readonly DoubtfulField[];
  /** The names of the secrets that use it. */
  readonly secrets: readonly string[];
  /** It is defined in the machine's file, which commands do not change. */
  readonly readOnly: boolean;
}

/** What a change would do to a connection. */
export interface ModificationView {
  readonly connection: string;
  /** Everything that would differ, by name: fields of the connection and of its login, and sources of credentials. */
  readonly changes: readonly OriginChange[];
  /** The auth methods, where they differ. */
  readonly method?: { readonly from: string; readonly to: string };
  /** The fields that differ between where it pointed when its login was confirmed, and where it would point. */
  readonly originChanges: readonly OriginChange[];
  /** Where it would point, completely. */
  readonly origin: Readonly<Record<string, FieldValue>>;
  /** The sensitive fields whose sources this invalidates, and which are not given again. */
  readonly voided: readonly string[];
  /**
   * The sensitive fields with the source `stored` that must be sealed again: for another place, or because the caller
   * asked for it.
   */
  readonly toSeal: readonly string[];
  /** Whether a person must confirm that the login may go there. */
  readonly needsConfirmation: boolean;
}

/** Where a connection's login comes from: never a part of it. */
export interface LoginView {
  readonly connection: string;
  readonly provider: string;
  readonly method: string;
  /** Where the login may go. */
  readonly origin: Readonly<Record<string, FieldValue>>;
  /** As in a view of the connection. */
  readonly withheld?: readonly DoubtfulField[];
  /** Sensitive field → source. */
  readonly sources: Readonly<Record<string, string>>;
  /** What the credential store holds for it, if a source is `stored` and something was sealed. */
  readonly sealed?: {
    /** Who keeps the key, as a person writes it. */
    readonly keeper: string;
    readonly fields: readonly string[];
    /** ISO 8601, UTC. */
    readonly sealedAt: string;
    readonly expiresAt?: string;
    /** Whether it was sealed for the provider and origin that the connection has now; otherwise it cannot be opened. */
    readonly fits: boolean;
  };
}

/** A login that expires soon, and that Keyferry does not renew. */
export interface LoginEnd {
  readonly connection: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** Whole hours until then; 0 during the last hour and after it. */
  readonly hoursLeft: number;
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

/** One of many secrets to define, or why it cannot be defined. */
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
  /** A literal stands in the file that may be a password: the setting takes none, no recipe here knows it, or it is an address with one. */
  readonly withheld?: true;
  /** The name of the used secret. */
  readonly secret?: string;
  readonly deliver?: string;
  /** An unbound slot of an imported profile: the secret's name where the profile comes from. */
  readonly slot?: string;
  /** The host that receives the secret, if the profile names one. */
  readonly host?: string;
}

export interface ProfileView {
  readonly id: string;
  readonly name: string;
  readonly settings: readonly SettingView[];
  /** Whole seconds. */
  readonly timeLimit?: number;
  readonly oneAtATime?: boolean;
  readonly job?: Job;
}

/** A recipe as a person sees it. */
export interface RecipeView {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly docsUrl: string;
  /** The package that ships it, and its version; absent for Keyferry's own recipes. */
  readonly package?: string;
  readonly version?: string;
  readonly programs: readonly { readonly name: string; readonly least?: string }[];
  readonly settings: readonly RecipeSettingView[];
  /** Lists of settings of which exactly one must be set. */
  readonly oneOf: readonly (readonly string[])[];
  /** Exit codes that mean, or may mean, a failed login. */
  readonly loginFailed: readonly number[];
  readonly notes: readonly string[];
}

export interface RecipeSettingView {
  readonly setting: string;
  readonly description: string;
  /** The secret types that it takes; empty where it takes a literal only. */
  readonly takes: readonly SecretType[];
  readonly required: boolean;
  readonly default?: string;
  /** Its deliveries, or `argument` and `variable` for a literal. */
  readonly ways: readonly string[];
}

/** A setting of the catalogue, with what a profile has for it. */
export interface CatalogueView extends SettingView {
  readonly group: string;
  readonly description: string;
  /** The secret types that it takes; empty where it takes a literal only. */
  readonly takes: readonly SecretType[];
  /** Whether it takes a literal. */
  readonly takesLiteral: boolean;
}

/** The least rights needed for the secrets of one connection, as documents for its manager. */
export interface PolicyView {
  readonly connection: string;
  readonly provider: string;
  readonly documents: readonly PolicyDocument[];
}

export type { RemoteShape } from "../resolve/shape.ts";
