import { isProviderError, type ProviderErrorCode, type ProviderFailure } from "@keyferry/core/provider";
import { ConformanceError, ensure } from "./conformance-error.ts";

/** The failure of a call that must fail: thrown, or the outcome of its first address. */
export async function failureOf(running: Promise<unknown>, what: string): Promise<ProviderFailure> {
  let result: unknown;
  try {
    result = await running;
  } catch (thrown) {
    if (thrown instanceof ConformanceError) throw thrown;
    if (isProviderError(thrown)) return thrown.failure;
    throw new ConformanceError(`${what} fails with something that is no ProviderError`);
  }
  const outcome: unknown = Array.isArray(result) ? result[0] : result;
  ensure(isRefusal(outcome), `${what} does not fail`);
  return outcome.error;
}

function isRefusal(outcome: unknown): outcome is { readonly ok: false; readonly error: ProviderFailure } {
  return typeof outcome === "object" && outcome !== null && "ok" in outcome && outcome.ok === false;
}

/** Ensures one of the codes. */
export function ensureCode(failure: ProviderFailure, codes: readonly ProviderErrorCode[], what: string): void {
  ensure(codes.includes(failure.code), `${what} is ${failure.code}, not ${codes.join(" or ")}`);
}
