import { isUtf8 } from "node:buffer";
import { ensure } from "../conformance-error.ts";
import { canary } from "../leaks/canary.ts";
import { planters } from "../leaks/plant.ts";
import { LeakScanner } from "../leaks/scanner.ts";

/** Ensures that a value, planted in such a thing, would be found in each of the nine encodings. */
export function ensureFindable(what: string, plant: (text: string) => unknown): void {
  const value = canary();
  for (const [encoding, encode] of Object.entries(planters)) {
    const planted = encode(value);
    const text = planted.toString(isUtf8(planted) ? "utf8" : "latin1");
    const findings = new LeakScanner([value]).scanObject(plant(text), "control");
    ensure(findings.length > 0, `the suite does not find a value in ${what} as ${encoding}`);
  }
}
