import type { DoubtfulField } from "../connections/doubtful-fields.ts";
import type { OriginChange } from "../connections/origin.ts";
import type { Failure } from "../contract/failure.ts";
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
  /** Without those whose values are withheld. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Where it points: of its fields and those of its login, the ones that say so. */
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
  /** It stands in the machine's file, which commands do not change. */
  readonly readOnly: boolean;
}

/** What a change would do to a connection. */
export interface ModificationView {
  readonly connection: string;
  /** All that would differ: fields, those of the login, and sources of credentials, by name. */
  readonly changes: readonly OriginChange[];
  /** The auth methods, where they differ. */
  readonly method?: { readonly from: string; readonly to: string };
  /** Where it pointed when its login was confirmed, and where it would point: the fields that differ. */
  readonly originChanges: readonly OriginChange[];
  /** All of where it would point. */
  readonly origin: Readonly<Record<string, FieldValue>>;
  /** The sensitive fields whose sources are void by that, and not given again. */
  readonly voided: readonly string[];
  /** The sensitive fields whose source is `stored`, and which are to be sealed anew: for another place, or since that was asked for. */
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
  /** What the credential store holds for it, where a source is `stored` and something was sealed. */
  readonly sealed?: {
    /** Who keeps the key, as a person writes it. */
    readonly keeper: string;
    readonly fields: readonly string[];
    /** ISO 8601, UTC. */
    readonly sealedAt: string;
    readonly expiresAt?: string;
    /** Whether it was sealed for the provider and origin that the connection has now: else it does not open. */
    readonly fits: boolean;
  };
}

/** A login that ends soon, and is renewed by nobody here. */
export interface LoginEnd {
  readonly connection: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  /** Whole hours until then; 0 in the last one, and after it. */
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
  /** A literal stands in the file that may be a password: the setting takes none, no recipe here knows it, or it is an address with one. */
  readonly withheld?: true;
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
  /** The secret types that it takes; empty where it takes a literal only. */
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
  /** The secret types that it takes; empty where it takes a literal only. */
  readonly takes: readonly SecretType[];
  /** Whether it takes a literal. */
  readonly takesLiteral: boolean;
}

/** The least rights that the secrets of one connection need, as documents for its manager. */
export interface PolicyView {
  readonly connection: string;
  readonly provider: string;
  readonly documents: readonly PolicyDocument[];
}

export type { RemoteShape } from "../resolve/shape.ts";
