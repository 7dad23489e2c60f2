import type {
  CatalogueView,
  CheckResult,
  ConnectionImport,
  ConnectionView,
  PlannedSecret,
  PolicyView,
  ProfileImport,
  ProfileView,
  ProviderView,
  RemoteSecret,
  RemoteShape,
  SecretView,
  UseOutcome,
} from "@keyferry/core";
import type { ErrorCode } from "@keyferry/core/delivery";
import type { UnmappedLine } from "./foreign/read-lines.ts";

/** The shapes of `--json`: what programs may rely on. Members are added, never changed or taken away. */

export type ProviderJson = ProviderView;
export type ConnectionJson = ConnectionView;
export type PolicyJson = PolicyView;
export type SecretJson = SecretView;
export type ProfileJson = ProfileView;
export type SettingJson = CatalogueView;
export type RemoteSecretJson = RemoteSecret;
export type ProfileImportJson = ProfileImport;
export type ConnectionImportJson = ConnectionImport;

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
