import type { ErrorCode } from "./failure.ts";

/** Who ran something: the OS's user and this machine's name, as the OS tells them. */
export interface AuditIdentity {
  readonly user: string;
  /** The user's number, where the OS has one. */
  readonly uid?: number;
  readonly host: string;
}

/** A use of a secret, in names: never a value, nor anything made from one. */
export interface AuditedUse {
  /** The setting, or the variable of an ad hoc run. */
  readonly setting: string;
  /** The secret's name, or the reference. */
  readonly secret: string;
  /** The definition's id, which a renaming keeps; absent for a reference. */
  readonly secretId?: string;
  readonly connection: string;
  /** The exact version that was read, where the manager keeps versions. */
  readonly version?: string;
  /** As a person writes it, `env:NAME`. */
  readonly delivery?: string;
  /** The profile's name, where the uses of several are read at once. */
  readonly profile?: string;
}

/** Why a secret was not handed over: the code and the names, without the message. */
export interface AuditedFailure {
  readonly code: ErrorCode;
  readonly setting?: string;
  readonly secret?: string;
  readonly connection?: string;
}

/** What one resolution is for. */
export interface AuditedPurpose {
  /** Joins the records of one run; 32 hexadecimal digits. */
  readonly run: string;
  readonly who: AuditIdentity;
  /** A job of a profile or of references; all secrets of profiles, without a job; one reference, for a program of its own; a helper's answer. */
  readonly purpose: "job" | "check" | "reference" | "helper";
  readonly profile?: { readonly id: string; readonly name: string };
  /** The job's program, without its arguments; the helper's name. */
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
      /** What the wrapper exits with. */
      readonly exitCode: number;
      readonly signal?: string;
      readonly durationMs: number;
    }
  /** The log's own note: a writer was killed, and what it left stands on the line before. */
  | { readonly kind: "mended"; readonly tornBytes: number; readonly tornSha256: string };

/** The state of the audit: how many records there are, and the hash of the last one. */
export interface AuditHead {
  readonly count: number;
  readonly hash: string;
}

/** Where the audit goes. Each call throws `KeyferryError` (`settings`) where nothing could be written. */
export interface AuditSink {
  /** Proves that a record could be written now. */
  ready(): Promise<void>;
  /** Writes one record, and gives the head that it is. */
  append(entry: AuditEntry): Promise<AuditHead>;
}
