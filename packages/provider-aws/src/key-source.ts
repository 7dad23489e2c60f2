import type { Keys } from "./login.ts";

/** The keys of a login, and when they end, where they do. */
export interface SessionKeys extends Keys {
  readonly expiration?: Date;
}

/** Gives the keys to sign with. Throws a `ProviderError`. */
export type KeySource = () => Promise<SessionKeys>;

/** Keys that are about to end are not used: a request takes its time. As in the SDK's own memory of credentials. */
const SPARE_MS = 5 * 60_000;

/** Keeps keys while they last. Calls at once share one request for the next; a failed one is forgotten. */
export function keeping(ask: KeySource, now: () => number = Date.now): KeySource {
  let kept: SessionKeys | undefined;
  let asking: Promise<SessionKeys> | undefined;
  return async () => {
    const ends = kept?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (kept !== undefined && ends - now() >= SPARE_MS) return kept;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    kept = await asking;
    return kept;
  };
}
