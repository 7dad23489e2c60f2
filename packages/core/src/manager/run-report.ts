import type {
  AuditedFailure,
  AuditedPurpose,
  AuditedUse,
  AuditHead,
  AuditIdentity,
  RunOutcome,
} from "../contract/audit.ts";
import type { LoginEnd } from "./views.ts";

/** How a job ended, as whoever started it tells. */
export interface RunEnd {
  readonly outcome: RunOutcome;
  /** What the wrapper exits with. */
  readonly exitCode: number;
  /** The signal that ended the job. */
  readonly signal?: string;
}

/** One run from its start to its end: names and numbers, never a value. Durations are whole milliseconds. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly run: string;
  readonly who: AuditIdentity;
  readonly reason?: string;
  readonly profile?: AuditedPurpose["profile"];
  readonly program?: string;
  readonly retryOf?: string;
  /** ISO 8601 instants. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationsMs: { readonly resolve: number; readonly job?: number };
  readonly outcome: RunOutcome | "refused";
  readonly exitCode?: number;
  readonly signal?: string;
  readonly uses: readonly AuditedUse[];
  /** Logins of the run that end soon and are renewed by nobody here; absent where there are none. */
  readonly loginEnds?: readonly LoginEnd[];
  /** Why it was refused. */
  readonly failures?: readonly AuditedFailure[];
  /** The audit's head behind the run's last record; absent where there is no audit, or it could not be written. */
  readonly audit?: AuditHead;
}
