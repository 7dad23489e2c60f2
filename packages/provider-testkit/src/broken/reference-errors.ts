import { isProviderError, ProviderError, type ProviderErrorCode, type ProviderFailure } from "@keyferry/core/provider";
import { StoreRefusal } from "./memory-store.ts";

const BY_STATUS: ReadonlyMap<number, ProviderErrorCode> = new Map([
  [401, "unauthenticated"],
  [429, "throttled"],
  [503, "unavailable"],
]);

const BY_CODE: ReadonlyMap<string, ProviderErrorCode> = new Map([
  ["ECONNRESET", "unavailable"],
  ["CUT_OFF", "integrity"],
  ["TOO_LONG", "integrity"],
  ["WEB_PAGE", "integrity"],
  ["NOT_JSON", "integrity"],
]);

/** What a call threw, in our own words: nothing of the store's. */
export function referenceFailure(thrown: unknown): ProviderFailure {
  if (isProviderError(thrown)) return thrown.failure;
  if (thrown instanceof Error && thrown.name === "AbortError") {
    return { code: "cancelled", message: "the call was cancelled" };
  }
  if (!(thrown instanceof StoreRefusal)) return { code: "internal", message: "the store failed in an unknown way" };
  const code = BY_STATUS.get(thrown.status) ?? BY_CODE.get(thrown.code) ?? "internal";
  const pause = thrown.retryAfterSeconds;
  return {
    code,
    message: "the store refused the call",
    hint: "see what the store says of itself",
    ...(pause === undefined ? {} : { retryAfterMs: pause * 1_000 }),
  };
}

/** Runs a call of the store, and has what it throws told in our own words. */
export async function guarded<T>(run: () => Promise<T | string>, toFailure: typeof referenceFailure): Promise<T> {
  let answer: T | string;
  try {
    answer = await run();
  } catch (thrown) {
    throw new ProviderError(toFailure(thrown));
  }
  if (typeof answer === "string") throw new ProviderError(toFailure(new StoreRefusal({ code: notAnswer(answer) })));
  return answer;
}

function notAnswer(text: string): string {
  return text.startsWith("<") ? "WEB_PAGE" : "NOT_JSON";
}
