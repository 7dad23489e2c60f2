import type { RecordedCall } from "@keyferry/provider-testkit";

/** The operations that a whole run of the suite asked of a manager, as one line of the page. */
export function callsLine(provider: string, calls: readonly RecordedCall[]): string {
  const notes = new Map(
    calls.map(({ operation, write, readsValue }) => [
      operation,
      write ? " (writes)" : readsValue ? " (reads a value)" : "",
    ]),
  );
  const operations = [...notes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, note]) => `\`${name}\`${note}`);
  return `- ${provider} was asked for ${operations.join(", ")}`;
}
