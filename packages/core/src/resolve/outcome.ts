import { isProviderError, type ProviderFailure } from "../contract/errors.ts";
import { type Failure, isKeyferryError } from "../contract/failure.ts";
import type { FetchOutcome, Payload } from "../contract/session.ts";
import { Secret } from "../secret/secret.ts";

/** A failure with what the host needs to know for a retry. */
export type ReadFailure = Failure & Pick<ProviderFailure, "retryAfterMs" | "splitBatch">;

/** The outcome of one remote secret: its payload, sealed at once, or why there is none after all attempts. */
export type ReadOutcome =
  | { readonly ok: true; readonly payload: Secret<Payload>; readonly version?: string; readonly expiresAt?: string }
  | { readonly ok: false; readonly failure: ReadFailure };

export const CANCELLED: ReadFailure = { code: "cancelled", message: "the read was cancelled" };
export const TOO_FEW: ReadFailure = { code: "internal", message: "the provider gave fewer outcomes than addresses" };

/** Seals what a session returned, and records how many attempts a failure took. */
export function outcomeOf(result: FetchOutcome, attempts: number): ReadOutcome {
  if (!result.ok) return { ok: false, failure: { ...result.error, attempts } };
  const { payload, version, expiresAt } = result;
  return {
    ok: true,
    payload: new Secret(payload),
    ...(version === undefined ? {} : { version }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/**
 * What a session threw, as data. Sessions are guarded, so anything unknown here is a fault of ours, and is not quoted.
 */
export function failureOf(thrown: unknown): ReadFailure {
  if (isProviderError(thrown)) return thrown.failure;
  const [failure] = isKeyferryError(thrown) ? thrown.failures : [];
  return failure ?? { code: "internal", message: "the provider failed in an unexpected way" };
}
