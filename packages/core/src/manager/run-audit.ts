import { randomBytes } from "node:crypto";
import type {
  AuditEntry,
  AuditedFailure,
  AuditedPurpose,
  AuditedUse,
  AuditHead,
  AuditIdentity,
  AuditSink,
} from "../contract/audit.ts";
import type { Clock } from "../contract/clock.ts";
import { type Failure, isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { Events } from "../events/events.ts";
import type { AuditMode } from "../settings/model.ts";
import type { RunEnd, RunReport } from "./run-report.ts";

export interface RunAuditPorts {
  readonly sink: AuditSink;
  readonly clock: Clock;
  readonly events: Events;
  readonly who: () => AuditIdentity;
}

/** In characters. */
const LONGEST_REASON = 500;

/** Records runs in the audit: what was resolved, before the values are handed out, and how the job ended. */
export class RunAudit {
  readonly #ports: RunAuditPorts;

  constructor(ports: RunAuditPorts) {
    this.#ports = ports;
  }

  /**
   * To be called before anything is read. Throws `KeyferryError`: `settings` if the audit is required and cannot be
   * written, `usage` if the reason is too long.
   */
  async begin(mode: AuditMode, about: Omit<AuditedPurpose, "run" | "who">): Promise<AuditedRun> {
    checkReason(about.reason);
    const { sink, who } = this.#ports;
    if (mode === "required") await sink.ready();
    return new AuditedRun(this.#ports, mode, { run: randomBytes(16).toString("hex"), who: who(), ...about });
  }
}

/** One run that is being recorded. */
export class AuditedRun {
  readonly mode: AuditMode;
  readonly #ports: RunAuditPorts;
  readonly #about: AuditedPurpose;
  readonly #startedAt: Date;
  readonly #begun: number;
  #resolved = 0;
  #uses: readonly AuditedUse[] = [];

  constructor(ports: RunAuditPorts, mode: AuditMode, about: AuditedPurpose) {
    this.mode = mode;
    this.#ports = ports;
    this.#about = about;
    this.#startedAt = ports.clock.now();
    this.#begun = ports.clock.monotonic();
  }

  get id(): string {
    return this.#about.run;
  }

  /**
   * To be called before the values are handed out. Throws (`settings`) if the audit is required and could not be
   * written; then nothing may start.
   */
  async resolved(uses: readonly AuditedUse[]): Promise<void> {
    this.#uses = uses;
    this.#resolved = this.#ports.clock.monotonic();
    const entry: AuditEntry = { kind: "resolved", ...this.#about, uses, durationMs: this.#resolveMs() };
    await this.#append(entry, this.mode === "required");
  }

  /** Records that the run was refused. It stays refused whether or not that could be written. */
  async refused(failures: readonly Failure[]): Promise<RunReport> {
    this.#resolved = this.#ports.clock.monotonic();
    const audited = failures.map(auditedFailure);
    const entry: AuditEntry = { kind: "refused", ...this.#about, failures: audited, durationMs: this.#resolveMs() };
    const audit = await this.#append(entry, false);
    return { ...this.#report(audit), outcome: "refused", failures: audited };
  }

  /** Records that the job is over. Its result stays the same whether or not that could be written. */
  async ended(end: RunEnd): Promise<RunReport> {
    const durationMs = Math.round(this.#ports.clock.monotonic() - this.#resolved);
    const audit = await this.#append({ kind: "ended", run: this.id, ...end, durationMs }, false);
    const report = this.#report(audit);
    return { ...report, durationsMs: { ...report.durationsMs, job: durationMs }, ...end };
  }

  #report(audit: AuditHead | undefined): Omit<RunReport, "outcome"> {
    const { run, who, reason, profile, program, retryOf } = this.#about;
    return {
      schemaVersion: 1,
      run,
      who,
      ...(reason === undefined ? {} : { reason }),
      ...(profile === undefined ? {} : { profile }),
      ...(program === undefined ? {} : { program }),
      ...(retryOf === undefined ? {} : { retryOf }),
      startedAt: this.#startedAt.toISOString(),
      endedAt: this.#ports.clock.now().toISOString(),
      durationsMs: { resolve: this.#resolveMs() },
      uses: this.#uses,
      ...(audit === undefined ? {} : { audit }),
    };
  }

  #resolveMs(): number {
    return Math.round(this.#resolved - this.#begun);
  }

  async #append(entry: AuditEntry, required: boolean): Promise<AuditHead | undefined> {
    if (this.mode === "off") return undefined;
    const { sink, events } = this.#ports;
    try {
      return await sink.append(entry);
    } catch (thrown) {
      if (required || !isKeyferryError(thrown)) throw thrown;
      events.emit({ type: "audit-failed", message: thrown.failures.map(said).join("; ") });
      return undefined;
    }
  }
}

function auditedFailure({ code, setting, secret, connection }: Failure): AuditedFailure {
  return {
    code,
    ...(setting === undefined ? {} : { setting }),
    ...(secret === undefined ? {} : { secret }),
    ...(connection === undefined ? {} : { connection }),
  };
}

function said({ where, message, hint }: Failure): string {
  return `${where === undefined ? "" : `${where}: `}${message}${hint === undefined ? "" : `; ${hint}`}`;
}

function checkReason(reason: string | undefined): void {
  if (reason === undefined || (reason.isWellFormed() && reason.length <= LONGEST_REASON)) return;
  throw new KeyferryError({
    code: "usage",
    message: reason.isWellFormed()
      ? `the reason is longer than ${LONGEST_REASON} characters`
      : "the reason holds half of a character",
    hint: "write a shorter one, such as the number of a ticket",
  });
}
