import { LeakScanner } from "@keyferry/provider-testkit/leaks";

/** The canaries that can be found in something, however deep, in any of the nine encodings. */
export function leaks(of: unknown, canaries: readonly string[]): string[] {
  const found = new LeakScanner(canaries).scanObject(of, "what was got");
  return [...new Set(found.map(({ value }) => canaries[value] ?? ""))];
}
