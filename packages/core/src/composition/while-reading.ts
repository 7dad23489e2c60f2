import type { Events } from "../events/events.ts";

/** Milliseconds after which the first request is surely on its way. */
const UNDER_WAY_MS = 10;

/** Does some work once, while the first answer of a manager is awaited, that is needed right after it. */
export function whileReading(events: Pick<Events, "on">, work: () => void): void {
  const stop = events.on(({ type }) => {
    if (type !== "read-started") return;
    stop();
    setTimeout(work, UNDER_WAY_MS).unref();
  });
}
