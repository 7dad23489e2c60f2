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
  readonly suite: readonly ScenarioResult[];
  readonly run?: ScenarioResult;
}

/** Whether the run has failed because of this row. Where a server must start, nothing of it is passed over. */
export function hasFailed({ row, startedMs, suite, run }: Outcome, platform: Platform): boolean {
  if (row.kind === "missing") return false;
  if (startedMs === undefined) return row.must.includes(platform);
  return run === undefined || run.failure !== undefined || suite.some(({ failure }) => failure !== undefined);
}
