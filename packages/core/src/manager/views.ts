import type { OriginChange } from "../connections/origin.ts";
import type { AuditedFailure, AuditedPurpose, AuditedUse, AuditHead, RunOutcome } from "../contract/audit.ts";
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

/** What a change would do to a connection. */
export interface ModificationView {
  readonly connection: string;
  /** Where it pointed when its login was confirmed, and where it would point: the fields that differ. */
  readonly originChanges: readonly OriginChange[];
  /** All of where it would point. */
  readonly origin: Readonly<Record<string, FieldValue>>;
  /** The sensitive fields whose sources are void by that, and not given again. */
  readonly voided: readonly string[];
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

/** One run as the audit tells it, its records joined. */
export interface AuditRunView extends AuditedPurpose {
  /** ISO 8601 instant at which its secrets had been read, or refused. */
  readonly time: string;
  readonly endedAt?: string;
  /** Whole milliseconds. */
  readonly durationsMs: { readonly resolve: number; readonly job?: number };
  /** `unknown`: the job still runs, or its wrapper was killed. `resolved`: read without a job. */
  readonly outcome: RunOutcome | "refused" | "resolved" | "unknown";
  readonly exitCode?: number;
  readonly signal?: string;
  readonly uses: readonly AuditedUse[];
  readonly failures?: readonly AuditedFailure[];
  /** The audit's head at its last record. */
  readonly audit: AuditHead;
}

/** The first record of the audit that is not as it was written. */
export interface AuditFaultView {
  /** Its number, from 1. */
  readonly record: number;
  readonly problem: "changed" | "removed" | "damaged";
  /** The chain is whole, but does not fit the expected head. */
  readonly unexpected?: true;
}

export interface AuditListing {
  readonly runs: readonly AuditRunView[];
  /** The log is not as it was written: what is listed from here on proves nothing. */
  readonly fault?: AuditFaultView;
}

/** What holding the log to its chain found. */
export interface AuditVerification {
  readonly ok: boolean;
  /** Of the whole log; absent where it was not read to its end. */
  readonly head?: AuditHead;
  readonly fault?: AuditFaultView;
  /** The lengths in bytes of lines that killed writers left, noted by the records behind them. */
  readonly mended: readonly number[];
  /** The same of the last line, which no record notes yet. */
  readonly tornBytes?: number;
}

/** A run in short. */
export type RunGlance = Pick<AuditRunView, "run" | "time" | "outcome" | "exitCode">;

/** A setting of a profile that a change reaches. */
export interface ImpactUse {
  readonly profile: string;
  readonly setting: string;
  readonly secret: string;
  /** The profile's newest run; absent where the audit has none. */
  readonly lastRun?: RunGlance;
  /** The version that it used here. */
  readonly version?: string;
}

/** Whom a change of a secret or of a connection reaches. */
export interface ImpactView {
  readonly kind: "secret" | "connection";
  readonly name: string;
  /** Of a connection: its secrets, and those of the connections below. */
  readonly secrets?: readonly string[];
  /** The connections that log in with it. */
  readonly connections: readonly string[];
  readonly uses: readonly ImpactUse[];
}

/** `behind`: the manager has a newer version than the newest run used. `unknown`: the manager does not say. */
export type DriftState = "current" | "behind" | "never-run" | "pinned" | "unknown";

export interface DriftUse extends ImpactUse {
  readonly connection: string;
  readonly state: DriftState;
  /** The manager's newest version, where it lists them. */
  readonly newest?: string;
  /** ISO 8601 instant of the value's last change. */
  readonly changedAt?: string;
}

export interface ExpiringSecretView {
  readonly secret: string;
  readonly connection: string;
  readonly expiresAt: string;
  /** Who uses it. */
  readonly profiles: readonly string[];
}

export interface EndingLoginView {
  readonly connection: string;
  readonly expiresAt: string;
  readonly identity?: string;
}

export interface DriftView {
  readonly uses: readonly DriftUse[];
  readonly expiring: readonly ExpiringSecretView[];
  readonly logins: readonly EndingLoginView[];
  /** What could not be asked. */
  readonly problems: readonly Failure[];
}

/** How the connections of a profile log in: where each credential comes from, never what it is. */
export interface ProfileLoginsView {
  readonly profile: { readonly id: string; readonly name: string };
  /** Whole seconds. */
  readonly timeLimit?: number;
  readonly logins: readonly {
    readonly connection: string;
    readonly provider: string;
    readonly method: string;
    /** Empty where the login comes from the surroundings. */
    readonly sources: readonly { readonly field: string; readonly source: string }[];
  }[];
}

export type { RemoteShape } from "../resolve/shape.ts";
