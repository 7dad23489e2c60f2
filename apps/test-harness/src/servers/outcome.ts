import type { MatrixColumn } from "@keyferry/provider-testkit";
import type { Platform, Row } from "./table.ts";

export interface ScenarioResult {
  readonly name: string;
  /** Why it does not hold; absent where it does. */
  readonly failure?: string;
  /** The stated reason for which it need not hold with this server. */
  readonly deviation?: string;
}

/** What came of one row of the table. */
export interface Outcome {
  readonly row: Row;
  readonly version?: string;
  /** Milliseconds for the download and build, nearly none with a warm cache. */
  readonly installedMs?: number;
  /** Milliseconds until it answered; absent where it did not start. */
  readonly startedMs?: number;
  /** Why it did not start. */
  readonly refusal?: string;
  /** The scenarios with the command line, the job apart. */
  readonly scenarios: readonly ScenarioResult[];
  readonly run?: ScenarioResult;
  /** What came of the published conformance suite. */
  readonly conformance?: MatrixColumn;
}

/** Whether the run has failed because of this row. Where a server must start, nothing of it is passed over. */
export function hasFailed({ row, startedMs, scenarios, run, conformance }: Outcome, platform: Platform): boolean {
  if (row.kind === "missing") return false;
  if (startedMs === undefined) return row.must.includes(platform);
  if (run === undefined || run.failure !== undefined) return true;
  if (conformance === undefined || conformance.cases.some(({ state }) => state === "failed")) return true;
  return scenarios.some(({ failure }) => failure !== undefined);
}
