import { LeakScanner } from "@keyferry/provider-testkit/leaks";
import { CANARIES } from "./connection.ts";

/** The canaries that can be found in something, however deep, in any of the nine encodings. */
export function leaks(of: unknown): string[] {
  const found = new LeakScanner(CANARIES).scanObject(of, "what was got");
  return [...new Set(found.map(({ value }) => CANARIES[value] ?? ""))];
}
