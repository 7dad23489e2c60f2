import { setTimeout as sleep } from "node:timers/promises";
import type { OutputRelay } from "./output-relay.ts";

/** How long the output of a job that has exited is waited for, in milliseconds. */
export interface SettleLimits {
  /** Without a byte. */
  readonly idleMs: number;
  /** In all, time in which our own reader kept us waiting not counted. */
  readonly totalMs: number;
}

const TICK_MS = 20;

/**
 * Waits for the rest of an exited job's output. As a rule its pipes end with it; a process that it left behind can hold them
 * open for ever, and is cut off when it has been silent or has written for too long. `hurry` abandons the rest at once.
 */
export async function settle(relays: readonly OutputRelay[], limits: SettleLimits, hurry: AbortSignal): Promise<void> {
  const done = Promise.allSettled(relays.map((relay) => relay.done));
  const hurried = new Promise<void>((resolve) => {
    if (hurry.aborted) resolve();
    else hurry.addEventListener("abort", () => resolve(), { once: true });
  });
  let idle = 0;
  let total = 0;
  let bytes = -1;
  while (relays.some((relay) => !relay.ended)) {
    await Promise.race([done, hurried, sleep(TICK_MS)]);
    if (hurry.aborted) {
      for (const relay of relays) relay.abandon();
      return;
    }
    if (relays.some((relay) => relay.blocked)) continue;
    const now = relays.reduce((sum, relay) => sum + relay.bytes, 0);
    idle = now === bytes ? idle + TICK_MS : 0;
    total += TICK_MS;
    bytes = now;
    if (idle < limits.idleMs && total < limits.totalMs) continue;
    for (const relay of relays) relay.cut();
    await Promise.race([done, hurried]);
    return;
  }
}
