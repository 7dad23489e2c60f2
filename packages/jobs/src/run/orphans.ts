import { uncollected } from "../platform/descendants.ts";

/** Orphans pile up slowly, and a look reads all of /proc. */
const PAUSE_MS = 60_000;

/**
 * Looks, while a job runs and at its end, for orphans that have ended: they are children of process 1, and libuv waits for its own
 * children alone. For a process that is process 1 itself. `warn` is called once, where there are any.
 */
export function watchOrphans(warn: (message: string) => void): { end(): void } {
  let before: readonly number[] = [];
  let said = false;
  const say = ({ length }: readonly number[]): void => {
    if (said || length === 0) return;
    said = true;
    const left = length === 1 ? "1 process that the job left has" : `${length} processes that the job left have`;
    warn(
      `${left} ended and cannot be collected: Keyferry is process 1; next: give the container an init (docker run --init)`,
    );
  };
  const timer = setInterval(() => {
    const now = uncollected(process.pid);
    // One that Node is about to collect is gone by the next look.
    say(now.filter((pid) => before.includes(pid)));
    before = now;
  }, PAUSE_MS).unref();
  return {
    end() {
      clearInterval(timer);
      say(uncollected(process.pid));
    },
  };
}
