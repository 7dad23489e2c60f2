import type { SignalSource } from "@keyferry/jobs";

/** What `timeout` of coreutils exits with (https://www.gnu.org/software/coreutils/manual/html_node/timeout-invocation.html). */
export const TIMED_OUT_CODE = 124;

type Listener = () => void;

/**
 * A source of signals that sends SIGTERM once the time is over, beside those of `source`: whoever takes them ends the job as after a
 * request from outside, with the same grace.
 */
export function timeLimited(source: SignalSource, ms: number) {
  const ends = new Set<Listener>();
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    for (const listener of [...ends]) listener();
  }, ms);
  const signals: SignalSource = {
    on(signal, listener) {
      if (signal === "SIGTERM") ends.add(listener);
      return source.on(signal, listener);
    },
    off(signal, listener) {
      if (signal === "SIGTERM") ends.delete(listener);
      return source.off(signal, listener);
    },
  };
  return {
    signals,
    /** Whether the time was over before the job. */
    get expired() {
      return expired;
    },
    end: () => clearTimeout(timer),
  };
}
