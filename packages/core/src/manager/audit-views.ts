import type { AuditedFailure, AuditedPurpose, AuditedUse, AuditHead, RunOutcome } from "../contract/audit.ts";

/** One run, put together from its records in the audit. */
export interface AuditRunView extends AuditedPurpose {
  /** ISO 8601 instant at which its secrets had been read, or refused. */
  readonly time: string;
  readonly endedAt?: string;
  /** Whole milliseconds. */
  readonly durationsMs: { readonly resolve: number; readonly job?: number };
  /** `unknown`: the job is still running, or Keyferry was killed. `resolved`: secrets were read without a job. */
  readonly outcome: RunOutcome | "refused" | "resolved" | "unknown";
  readonly exitCode?: number;
  readonly signal?: string;
  readonly uses: readonly AuditedUse[];
  readonly failures?: readonly AuditedFailure[];
  /** The audit's head at the run's last record. */
  readonly audit: AuditHead;
}

/** The first record of the audit that was changed after it was written. */
export interface AuditFaultView {
  /** Its number, from 1. */
  readonly record: number;
  readonly problem: "changed" | "removed" | "damaged";
  /** The chain is whole, but does not fit the expected head. */
  readonly unexpected?: true;
}

export interface AuditListing {
  readonly runs: readonly AuditRunView[];
  /** The log was changed: what is listed from this record on proves nothing. */
  readonly fault?: AuditFaultView;
}

/** The result of checking the log's chain. */
export interface AuditVerification {
  readonly ok: boolean;
  /** The head of the whole log; absent if it was not read to its end. */
  readonly head?: AuditHead;
  readonly fault?: AuditFaultView;
  /** The lengths, in bytes, of torn lines that killed writers left and that later records noted. */
  readonly mended: readonly number[];
  /** The length, in bytes, of a torn last line, which no record has noted yet. */
  readonly tornBytes?: number;
}

/** A run in short. */
export type RunGlance = Pick<AuditRunView, "run" | "time" | "outcome" | "exitCode">;
