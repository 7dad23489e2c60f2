import { canary, hostileCanary } from "./canary.ts";
import type { Encoding } from "./encodings.ts";
import { planters } from "./plant.ts";
import { LeakScanner } from "./scanner.ts";
import { sinks } from "./sinks.ts";

/** Whether the scanner found a value that was planted in a sink on purpose. */
export interface ControlResult {
  readonly sink: string;
  readonly encoding: Encoding;
  readonly value: "canary" | "hostile canary";
  readonly found: boolean;
}

/**
 * Plants fresh values in every sink in every encoding that the sink can hold, and has them searched. A scan that finds nothing is worth
 * something only where all of these are found. Leaves nothing behind.
 */
export async function negativeControls(): Promise<ControlResult[]> {
  const values = [
    ["canary", canary()],
    ["hostile canary", hostileCanary()],
  ] as const;
  const results: ControlResult[] = [];
  for (const [value, text] of values) {
    const scanner = new LeakScanner([text]);
    for (const encoding of Object.keys(planters) as Encoding[]) {
      const planted = planters[encoding](text);
      for (const [sink, { holds, leak }] of Object.entries(sinks)) {
        if (!holds(planted)) continue;
        const findings = await leak(scanner, planted);
        results.push({ sink, encoding, value, found: findings.length > 0 });
      }
    }
  }
  return results;
}
