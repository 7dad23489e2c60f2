import type { ErrorCode } from "./failure.ts";

/** Who ran something: the user and the machine's name, as the operating system reports them. */
export interface AuditIdentity {
  readonly user: string;
  /** The numeric user id, where the OS has one. */
  readonly uid?: number;
  readonly host: string;
}

/** A use of a secret, in names only: never a value, nor anything derived from one. */
export interface AuditedUse {
  /** The setting, or the variable of an ad hoc run. */
  readonly setting: string;
  /** The secret's name, or the reference. */
  readonly secret: string;
  /** The definition's id, which stays the same when it is renamed; absent for a reference. */
  readonly secretId?: string;
  readonly connection: string;
  /** The exact version that was read, where the manager keeps versions. */
  readonly version?: string;
  /** As a person writes it, such as `env:NAME`. */
  readonly delivery?: string;
  /** The profile's name, if the uses of several profiles are read at once. */
  readonly profile?: string;
}

/** Why a secret was not handed over: the code and the names, without the message. */
export interface AuditedFailure {
  readonly code: ErrorCode;
  readonly setting?: string;
  readonly secret?: string;
  readonly connection?: string;
}

/** What one resolution of secrets is for. */
export interface AuditedPurpose {
  /** Links the records of one run; 32 hexadecimal digits. */
  readonly run: string;
  readonly who: AuditIdentity;
  /**
   * `job`: a job with a profile or with references; `check`: all secrets of profiles, without a job; `reference`: one
   * reference, for a program that embeds Keyferry; `helper`: a helper's answer.
   */
  readonly purpose: "job" | "check" | "reference" | "helper";
  readonly profile?: { readonly id: string; readonly name: string };
  /** The job's program without its arguments, or the helper's name. */
  readonly program?: string;
  /** Why, in the words of whoever started it. */
  readonly reason?: string;
  /** The run that this one repeats with newer versions. */
  readonly retryOf?: string;
}

/** How a job ended. */
export type RunOutcome = "finished" | "signalled" | "timed-out" | "not-started";

/** One entry of the audit. Durations are whole milliseconds. */
export type AuditEntry =
  | ({ readonly kind: "resolved"; readonly uses: readonly AuditedUse[]; readonly durationMs: number } & AuditedPurpose)
  | ({
      readonly kind: "refused";
      readonly failures: readonly AuditedFailure[];
      readonly durationMs: number;
    } & AuditedPurpose)
  | {
      readonly kind: "ended";
      readonly run: string;
      readonly outcome: RunOutcome;
      /** Keyferry's own exit code for the run. */
      readonly exitCode: number;
      readonly signal?: string;
      readonly durationMs: number;
    }
  /** Written by the log itself: a writer was killed, and what it left is on the line before. */
  | { readonly kind: "mended"; readonly tornBytes: number; readonly tornSha256: string };

/** The state of the audit: how many records there are, and the hash of the last one. */
export interface AuditHead {
  readonly count: number;
  readonly hash: string;
}

/** Where audit entries go. Each call throws `KeyferryError` (`settings`) if nothing can be written. */
export interface AuditSink {
  /** Makes sure that a record could be written now. */
  ready(): Promise<void>;
  /** Writes one record, and resolves with the new head. */
  append(entry: AuditEntry): Promise<AuditHead>;
}
