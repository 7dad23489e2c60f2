import type { CaseContext } from "../case-context.ts";
import { ensure } from "../conformance-error.ts";
import type { RecordedCall } from "../harness.ts";

/** The calls that the manager recorded while `run` ran. Ensures that there were some: else the record proves nothing. */
export async function callsOf(context: CaseContext, what: string, run: () => Promise<void>): Promise<RecordedCall[]> {
  const calls = context.harness.calls?.bind(context.harness) ?? (() => []);
  const before = calls().length;
  await run();
  const made = calls().slice(before);
  ensure(made.length > 0, `${what} made no call that the manager recorded`);
  return made;
}

export async function ensureNoValueRead(context: CaseContext, what: string, run: () => Promise<void>): Promise<void> {
  const reading = (await callsOf(context, what, run)).filter(({ readsValue }) => readsValue);
  const operations = [...new Set(reading.map(({ operation }) => operation))];
  ensure(reading.length === 0, `${what} reads a value: ${operations.join(", ")}`);
}
