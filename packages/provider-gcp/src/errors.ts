import { isProviderError, type ProviderFailure } from "@keyferry/core/provider";
import { broken } from "./answer-failure.ts";

/** How deep the SDK wraps what its transport threw. */
const MAX_DEPTH = 8;

/** Reads one member of something foreign; a getter that throws counts as nothing. */
function member(of: unknown, name: string): unknown {
  try {
    return typeof of === "object" && of !== null ? (of as Record<string, unknown>)[name] : undefined;
  } catch {
    return undefined;
  }
}

/** Our own failure inside whatever the SDK made of it. */
function ownFailure(thrown: unknown): ProviderFailure | undefined {
  let at = thrown;
  for (let depth = 0; depth < MAX_DEPTH && at !== undefined; depth++) {
    if (isProviderError(at)) return at.failure;
    at = member(at, "cause");
  }
  return undefined;
}

/** gRPC's numbers: the SDK gives the first to a call that its own time limit ended, the second to an answer that it cannot decode. */
const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;

/**
 * Turns anything that the SDK throws into our own words. All requests go through our transport, whose failures are ours
 * already; whatever else is thrown is the SDK's own trouble, and not a word of it is taken over.
 */
export function toFailure(thrown: unknown): ProviderFailure {
  const own = ownFailure(thrown);
  if (own !== undefined) return own;
  if (member(thrown, "code") === DEADLINE_EXCEEDED) {
    return { code: "unavailable", message: "Google did not answer in time", hint: "try again later" };
  }
  if (member(thrown, "code") === UNAVAILABLE) return broken("the answer has not the shape of one of Google's");
  return { code: "internal", message: "the Google SDK failed in a way that we do not know" };
}

const LOGIN_CODES = new Set(["unauthenticated", "throttled", "unavailable", "invalid-connection", "cancelled"]);

/** The failure of a login, as against that of a read: it must never be taken for a secret that may not be read. */
export function toLoginFailure(thrown: unknown): ProviderFailure {
  const own = ownFailure(thrown);
  if (own !== undefined && LOGIN_CODES.has(own.code)) return own;
  if (own?.code === "integrity") return own;
  return {
    code: "unauthenticated",
    message: "the login gives no token",
    hint: "check the file of the login, what it reads, and the pool and provider that it names",
  };
}
