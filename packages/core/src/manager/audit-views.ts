import type { AuditedFailure, AuditedPurpose, AuditedUse, AuditHead, RunOutcome } from "../contract/audit.ts";

/** One run as the audit tells it, its records joined. */
export interface AuditRunView extends AuditedPurpose {
  /** ISO 8601 instant at which its secrets had been read, or refused. */
  readonly time: string;
  readonly endedAt?: string;
  /** Whole milliseconds. */
  readonly durationsMs: { readonly resolve: number; readonly job?: number };
  /** `unknown`: the job still runs, or its wrapper was killed. `resolved`: read without a job. */
  readonly outcome: RunOutcome | "refused" | "resolved" | "unknown";
  readonly exitCode?: number;
  readonly signal?: string;
  readonly uses: readonly AuditedUse[];
  readonly failures?: readonly AuditedFailure[];
  /** The audit's head at its last record. */
  readonly audit: AuditHead;
}

/** The first record of the audit that is not as it was written. */
export interface AuditFaultView {
  /** Its number, from 1. */
  readonly record: number;
  readonly problem: "changed" | "removed" | "damaged";
  /** The chain is whole, but does not fit the expected head. */
  readonly unexpected?: true;
}

export interface AuditListing {
  readonly runs: readonly AuditRunView[];
  /** The log is not as it was written: what is listed from here on proves nothing. */
  readonly fault?: AuditFaultView;
}

/** What holding the log to its chain found. */
export interface AuditVerification {
  readonly ok: boolean;
  /** Of the whole log; absent where it was not read to its end. */
  readonly head?: AuditHead;
  readonly fault?: AuditFaultView;
  /** The lengths in bytes of lines that killed writers left, noted by the records behind them. */
  readonly mended: readonly number[];
  /** The same of the last line, which no record notes yet. */
  readonly tornBytes?: number;
}

/** A run in short. */
export type RunGlance = Pick<AuditRunView, "run" | "time" | "outcome" | "exitCode">;
