import { ProviderError, type ProviderFailure } from "./errors.ts";
import type { CallContext } from "./session.ts";

/**
 * Runs one call of an SDK or a system so that it ends as soon as its signal does, whatever it waits for (a login that serves
 * several calls is not told of the signal of one), and so that nothing but a `ProviderError` leaves it: `cancelled` where
 * the signal has ended, else what `toFailure` makes of the thing thrown.
 */
export async function cancellable<T>(
  { signal }: CallContext,
  toFailure: (thrown: unknown) => ProviderFailure,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw cancelled();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(cancelled());
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([call(signal), aborted]);
  } catch (thrown) {
    throw signal.aborted ? cancelled() : new ProviderError(toFailure(thrown));
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function cancelled(): ProviderError {
  return new ProviderError({ code: "cancelled", message: "the call was cancelled" });
}
