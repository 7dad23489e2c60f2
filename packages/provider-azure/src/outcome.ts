import type { Address, FetchOutcome, ProviderFailure } from "@keyferry/core/provider";
import type { SecretValue } from "./api.ts";
import { EXPIRED, NOT_YET_VALID } from "./error-table.ts";
import { broken } from "./errors.ts";

export function refused(error: ProviderFailure): FetchOutcome {
  return { ok: false, error };
}

export interface Validity {
  readonly now: Date;
  /** Whether secrets outside their dates are given all the same. */
  readonly outside: boolean;
}

/** A value that Key Vault gave as an outcome, after checking that it is the one that was asked for, and in its time. */
export function toOutcome(value: SecretValue, address: Address, { now, outside }: Validity): FetchOutcome {
  if (value.name?.toLowerCase() !== address.name.toLowerCase()) {
    return refused(broken("the answer is of another secret than the one asked for"));
  }
  if (address.version !== undefined && value.version?.toLowerCase() !== address.version.toLowerCase()) {
    return refused(broken("the answer is of another version than the one asked for"));
  }
  const { expiresAt, notBefore } = value;
  if (!outside && expiresAt !== undefined && expiresAt <= now) return refused(EXPIRED);
  if (!outside && notBefore !== undefined && notBefore > now) return refused(NOT_YET_VALID);
  if (value.text === undefined) return refused(broken("the answer has no value"));
  return {
    ok: true,
    payload: { kind: "text", text: value.text },
    ...(value.version === undefined || value.version === "" ? {} : { version: value.version }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
  };
}
