import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { durationText } from "../args/duration.ts";
import type { Invocation } from "../invocation.ts";

/** Waits for a random time up to so many seconds, before anything is read: many machines then do not ask one manager at once. */
export async function randomDelay(invocation: Invocation, most: number, random = randomInt): Promise<void> {
  const ms = random(0, most * 1_000 + 1);
  invocation.say(`waiting ${durationText(Math.ceil(ms / 1_000))}, at most ${durationText(most)}`);
  await sleep(ms, undefined, invocation.callOptions);
}
