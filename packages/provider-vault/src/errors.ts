import {
  isProviderError,
  type ProviderError,
  type ProviderErrorCode,
  type ProviderFailure,
} from "@keyferry/core/provider";
import { DENIED, type ErrorRow, NO_MOUNT, NO_TOKEN, SEALED, statusRow, WRONG_KV } from "./error-table.ts";
import type { GoneVersion, Refusal } from "./refusal.ts";

/** An answer that cannot be believed. */
export function broken(message: string): ProviderFailure {
  return { code: "integrity", message, hint: "check url, and what stands between" };
}

/** Whether something thrown is a failure with one of these codes. */
export function isFailure(thrown: unknown, ...codes: readonly ProviderErrorCode[]): thrown is ProviderError {
  return isProviderError(thrown) && codes.includes(thrown.failure.code);
}

function withPause(row: ErrorRow, { retryAfterMs }: Refusal): ProviderFailure {
  const pauses = row.code === "throttled" || row.code === "unavailable";
  return pauses && retryAfterMs !== undefined ? { ...row, retryAfterMs } : row;
}

function goneFailure({ version, destroyed }: GoneVersion): ProviderFailure {
  return destroyed
    ? {
        code: "not-found",
        message: `version ${version} of the secret is destroyed: its value is gone for good`,
        hint: "pin another version, or write a new one in Vault",
      }
    : {
        code: "not-found",
        message: `version ${version} of the secret is deleted`,
        hint: "undelete it in Vault, or pin another version",
      };
}

/**
 * A refusal in our own words: code, message and hint come from the tables, and nothing is taken over but the pause and a
 * version's number. A 403 counts as a missing right here; whether the login stands is asked elsewhere.
 */
export function refusalFailure(refusal: Refusal): ProviderFailure {
  const { status, traits, ofVault, gone } = refusal;
  if (traits.has("sealed")) return withPause(SEALED, refusal);
  if (traits.has("missing-token") || traits.has("invalid-token")) return NO_TOKEN;
  if (traits.has("no-route")) return NO_MOUNT;
  if (traits.has("versioned")) return WRONG_KV;
  if (status === 404 && gone !== undefined) return goneFailure(gone);
  if (status === 403 && ofVault) return DENIED;
  return withPause(statusRow(status, ofVault), refusal);
}

/**
 * The refusal of a login. Auth methods say "wrong credentials" with 400, 401 or 403, each in words of its own
 * (https://developer.hashicorp.com/vault/api-docs/auth).
 */
export function loginFailure(refusal: Refusal): ProviderFailure {
  const { status, traits, ofVault } = refusal;
  if (traits.has("no-route")) {
    return { code: "invalid-connection", message: "no auth method is mounted there", hint: "check authMount" };
  }
  if (!ofVault || traits.has("sealed") || ![400, 401, 403, 404].includes(status)) return refusalFailure(refusal);
  return {
    code: "unauthenticated",
    message: "Vault does not accept the login",
    hint: "check the credentials, the role, authMount and the namespace",
  };
}
