import {
  isProviderError,
  PROVIDER_ERROR_CODES,
  type ProviderErrorCode,
  type ProviderFailure,
} from "../contract/errors.ts";
import { type Failure, KeyferryError } from "../contract/failure.ts";
import { safeText } from "../plugins/safe-text.ts";

const MAX_MESSAGE = 300;
const MAX_REQUEST_ID = 200;
/** A longer text is not searched for credentials, and therefore not shown at all. */
const MAX_SEARCHED = 64 * 1024;
const DAY_MS = 86_400_000;

/** Masks the connection's credentials in a text. */
export type Redact = (text: string) => string;

export interface FailureContext {
  readonly connection: string;
  readonly provider: string;
  readonly redact: Redact;
}

/** A failure of a session's call, with what the pipeline needs to know for a retry. */
export type CallFailure = Failure & Pick<ProviderFailure, "retryAfterMs" | "splitBatch">;

const UNEXPECTED: ProviderFailure = Object.freeze({
  code: "internal",
  message: "the provider failed in an unexpected way",
});

/**
 * What a plugin threw, as a failure that can be shown: the allowlisted members of a `ProviderError`, and nothing of
 * anything else, since a raw error may quote a credential. Survives getters and proxies that throw.
 */
export function failureOfThrown(thrown: unknown, redact: Redact): ProviderFailure {
  try {
    return isProviderError(thrown) ? cleanFailure(thrown.failure, redact) : UNEXPECTED;
  } catch {
    return UNEXPECTED;
  }
}

/** A provider's failure in a form that can be shown. Never throws. */
export function cleanFailure(given: unknown, redact: Redact): ProviderFailure {
  try {
    if (typeof given !== "object" || given === null) return UNEXPECTED;
    const read = (name: keyof ProviderFailure): unknown => Reflect.get(given, name);
    const claimed = read("code");
    const code: ProviderErrorCode = PROVIDER_ERROR_CODES.find((known) => known === claimed) ?? "internal";
    const hint = cleanText(read("hint"), MAX_MESSAGE, redact);
    const requestId = cleanText(read("requestId"), MAX_REQUEST_ID, redact);
    const retryAfterMs = read("retryAfterMs");
    const pauses = code === "throttled" || code === "unavailable";
    return Object.freeze({
      code,
      message: cleanText(read("message"), MAX_MESSAGE, redact) ?? "the provider gave no reason",
      ...(hint === undefined ? {} : { hint }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(pauses && typeof retryAfterMs === "number" && retryAfterMs >= 0
        ? { retryAfterMs: Math.min(retryAfterMs, DAY_MS) }
        : {}),
      ...(read("splitBatch") === true ? { splitBatch: true as const } : {}),
    });
  } catch {
    return UNEXPECTED;
  }
}

/** What a plugin threw, as the error that a use-case throws. */
export function toFailure(thrown: unknown, context: FailureContext): KeyferryError {
  const { connection, provider, redact } = context;
  const failure: CallFailure = {
    ...failureOfThrown(thrown, redact),
    where: `connection ${safeText(connection, 300)}`,
    connection,
    provider,
  };
  return new KeyferryError(failure);
}

/** Masked first, since escaping would hide a credential from the mask, and cut last, so that no part of one is left. */
function cleanText(given: unknown, max: number, redact: Redact): string | undefined {
  if (typeof given !== "string" || given === "" || given.length > MAX_SEARCHED) return undefined;
  return safeText(redact(given), max);
}
