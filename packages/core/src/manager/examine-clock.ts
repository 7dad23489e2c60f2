import { stat } from "node:fs/promises";
import { CLOCK_TOLERANCE_MS } from "../connections/http/heard-clock.ts";
import type { Clock } from "../contract/clock.ts";
import type { KeyferryEvent } from "../events/events.ts";
import type { SettingsStore } from "../settings/port.ts";
import { quote } from "../settings/quote.ts";
import type { Finding } from "./oversight.ts";

export type HeardClock = Extract<KeyferryEvent, { readonly type: "clock-heard" }>;

const REMEDY = "set the clock, best by NTP; logins are refused where it is wrong";

/**
 * Whether this machine's clock fits the settings' last change, and the clocks of the managers that were asked for something else. None is asked for
 * its clock alone: where and how, only its provider knows.
 */
export async function examineClock(of: {
  readonly store: SettingsStore;
  readonly clock: Clock;
  readonly heard: readonly HeardClock[];
}): Promise<readonly Finding[]> {
  const { store, clock, heard } = of;
  const area = "clock";
  const now = clock.now();
  const written = await stat(store.path).then(
    ({ mtimeMs }) => mtimeMs,
    () => now.getTime(),
  );
  const found: Finding[] = heard.flatMap(({ connection, aheadMs, off }): Finding[] => {
    if (!off) return [];
    const minutes = Math.round(Math.abs(aheadMs) / 60_000);
    const message = `it is ${minutes} min ${aheadMs > 0 ? "behind" : "ahead of"} the clock of ${quote(connection)}`;
    return [{ area, level: "error", message, remedy: REMEDY }];
  });
  if (written - now.getTime() > CLOCK_TOLERANCE_MS) {
    const message = `it says ${now.toISOString()}, and the settings were written after that`;
    found.push({ area, level: "error", message, remedy: REMEDY });
  }
  if (found.length > 0) return found;
  const as = heard.length === 0 ? "" : `, as ${heard.map(({ connection }) => quote(connection)).join(", ")} has it`;
  return [{ area, level: "ok", message: `${now.toISOString()}, not before the last change here${as}` }];
}
