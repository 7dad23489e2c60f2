import { ProviderError } from "../contract/errors.ts";

export interface TimeLimit<T> {
  readonly ms: number;
  /** The caller's signal; aborting it ends the wait at once. */
  readonly signal?: AbortSignal | undefined;
  /** What did not answer in time, for the message. */
  readonly who: string;
  /** Receives a result that arrives after the wait has ended. */
  readonly late?: (value: T) => void;
}

/**
 * Waits for `run`, but not longer than the limit and not after the caller gave up, whether or not `run` heeds its
 * signal. Throws what `run` throws, or a `ProviderError` (`unavailable` for the limit, `cancelled` for the caller).
 */
export async function withinLimit<T>(run: (signal: AbortSignal) => Promise<T>, limit: TimeLimit<T>): Promise<T> {
  const { ms, signal, who, late } = limit;
  const cancelled = () => new ProviderError({ code: "cancelled", message: "the call was cancelled" });
  if (signal?.aborted) throw cancelled();
  const inner = new AbortController();
  let over = false;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (error: ProviderError) => {
    over = true;
    reject(error);
    inner.abort();
  };
  const onAbort = () => end(cancelled());
  const timer = setTimeout(() => {
    end(new ProviderError({ code: "unavailable", message: `${who} did not answer within ${ms / 1_000} s` }));
  }, ms);
  signal?.addEventListener("abort", onAbort, { once: true });
  const running = (async () => run(inner.signal))();
  running.then(
    (value) => (over ? late?.(value) : undefined),
    // Nobody is left to handle a late failure, which must not end the process as an unhandled rejection.
    () => undefined,
  );
  try {
    return await Promise.race([running, ended]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
