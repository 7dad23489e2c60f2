import { type CallContext, ProviderError } from "@keyferry/core/provider";
import { cancelled, toFailure } from "./errors.ts";

/**
 * Runs a call so that it ends as soon as its signal does, whatever the SDK is waiting for (a login serves several calls
 * and is not told of the signal of one), and so that only our own errors leave it.
 */
export async function cancellable<T>({ signal }: CallContext, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (signal.aborted) throw cancelled();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([call(signal), aborted]);
  } catch (thrown) {
    throw signal.aborted ? cancelled() : new ProviderError(toFailure(thrown));
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
