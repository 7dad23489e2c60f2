import type {
  AuditRunView,
  AuditVerification,
  CatalogueView,
  CheckResult,
  ConnectionImport,
  ConnectionView,
  DriftView,
  Finding,
  ImpactView,
  LoginView,
  PlannedSecret,
  PolicyView,
  ProfileImport,
  ProfileView,
  ProviderView,
  RecipeView,
  RemoteSecret,
  RemoteShape,
  SecretView,
  UseOutcome,
} from "@keyferry/core";
import type { ErrorCode } from "@keyferry/core/delivery";
import type { UnmappedLine } from "./foreign/read-lines.ts";
import type { Schedule } from "./schedule/plan.ts";

/** The shapes of `--json`: what programs may rely on. Members are added, never changed or taken away. */

export type ProviderJson = ProviderView;
export type ConnectionJson = ConnectionView;
export type AuditRunJson = AuditRunView;
export type AuditVerificationJson = AuditVerification;
export type LoginJson = LoginView;
export type ImpactJson = ImpactView;
export type DriftJson = DriftView;
export type ScheduleJson = Schedule;
export type PolicyJson = PolicyView;
export type SecretJson = SecretView;
export type ProfileJson = ProfileView;
export type RecipeJson = RecipeView;
export type SettingJson = CatalogueView;
export type RemoteSecretJson = RemoteSecret;
export type ProfileImportJson = ProfileImport;
export type ConnectionImportJson = ConnectionImport;
export type FindingJson = Finding;

/** `secret import`: what maps to what, and the lines that do not. */
export interface SecretImportJson {
  readonly secrets: readonly PlannedSecret[];
  readonly unmapped: readonly UnmappedLine[];
}

export type ConnectionCheckJson = CheckResult & { readonly connection: string };

/** `secret keys`: key names, never what they hold. */
export interface KeysJson {
  readonly connection: string;
  readonly remoteName: string;
  readonly kind: RemoteShape["kind"];
  readonly keys: readonly string[];
  /** Why no key is taken of a text that is JSON. */
  readonly refused?: string;
}

/** `run --dry-run` and `run --explain-delivery`: names, never a value. */
export interface RunPlanJson {
  readonly program: string;
  /** As they are; `{ID}` stands for a place that is known when the job starts. */
  readonly args: readonly string[];
  readonly deliveries: readonly { readonly settings: readonly string[]; readonly delivery: string }[];
  /** The variables of logins that the job does not inherit. */
  readonly withheldVariables: readonly string[];
  readonly cleanEnvironment: boolean;
}

/** One line of `check`. */
export interface OutcomeJson {
  readonly profile?: string;
  readonly setting: string;
  readonly secret: string;
  readonly connection: string;
  readonly ok: boolean;
  readonly version?: string;
  readonly error?: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint?: string;
    readonly requestId?: string;
    readonly attempts?: number;
  };
}

export function outcomeJson(outcome: UseOutcome): OutcomeJson {
  const { failure, ...use } = outcome;
  if (!failure) return use;
  const { code, message, hint, requestId, attempts } = failure;
  return {
    ...use,
    error: {
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(attempts === undefined ? {} : { attempts }),
    },
  };
}
