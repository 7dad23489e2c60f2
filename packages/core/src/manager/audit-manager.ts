import type { AuditHead } from "../contract/audit.ts";
import { KeyferryError } from "../contract/failure.ts";
import { quote } from "../settings/quote.ts";
import type { AuditStep } from "../state/audit-reader.ts";
import type { AuditRecord } from "../state/audit-record.ts";
import type { AuditListing, AuditRunView, AuditVerification } from "./audit-views.ts";
import type { Audits } from "./oversight.ts";

/** Reads the log from its first record and checks its chain; continues after the first fault only if `past` is set. */
export type ReadAudit = (options?: { readonly past?: boolean }) => AsyncIterable<AuditStep>;

/** Reads the audit's log, and never writes it. */
export class AuditManager implements Audits {
  readonly #read: ReadAudit;

  constructor(read: ReadAudit) {
    this.#read = read;
  }

  async list({ last, profile }: { readonly last?: number; readonly profile?: string } = {}): Promise<AuditListing> {
    const runs = new Map<string, AuditRunView>();
    let fault: AuditListing["fault"];
    for await (const step of this.#read({ past: true })) {
      if (step.kind === "fault") fault = step.fault;
      if (step.kind === "record") take(runs, step.record, { last, profile });
    }
    return { runs: [...runs.values()], ...(fault ? { fault } : {}) };
  }

  async show(run: string): Promise<AuditRunView> {
    const runs = new Map<string, AuditRunView>();
    for await (const step of this.#read({ past: true })) {
      if (step.kind === "record" && "run" in step.record && step.record.run.startsWith(run))
        take(runs, step.record, {});
    }
    const [found, another] = runs.values();
    if (found && !another) return found;
    throw new KeyferryError({
      code: found ? "usage" : "unknown-name",
      message: `${found ? "more than one run begins" : "there is no run that begins"} with ${quote(run)}`,
      hint: found ? "write more of its id" : "keyferry audit list --all shows the runs",
    });
  }

  async verify(expected?: AuditHead): Promise<AuditVerification> {
    const mended: number[] = [];
    let witnessed: string | undefined;
    for await (const step of this.#read()) {
      if (step.kind === "mended") mended.push(step.torn.bytes);
      if (step.kind === "record" && step.record.seq === expected?.count) witnessed = step.record.hash;
      if (step.kind === "fault") return { ok: false, fault: step.fault, mended };
      if (step.kind !== "end") continue;
      const { head, torn } = step;
      const more = { head, mended, ...(torn ? { tornBytes: torn.bytes } : {}) };
      if (expected === undefined || expected.count === 0 || witnessed === expected.hash) return { ok: true, ...more };
      const problem = expected.count > head.count ? "removed" : "changed";
      return {
        ok: false,
        fault: { record: problem === "removed" ? head.count + 1 : expected.count, problem, unexpected: true },
        ...more,
      };
    }
    throw new KeyferryError({ code: "internal", message: "the audit log was not read to its end" });
  }
}

/** Adds a record to the runs, of which only the newest `last` are kept, in the order in which they began. */
function take(
  runs: Map<string, AuditRunView>,
  record: AuditRecord,
  {
    last = Number.POSITIVE_INFINITY,
    profile,
  }: { readonly last?: number | undefined; readonly profile?: string | undefined },
): void {
  const head = { count: record.seq, hash: record.hash };
  if (record.kind === "mended") return;
  if (record.kind === "ended") {
    const run = runs.get(record.run);
    if (run === undefined) return;
    const { outcome, exitCode, signal, durationMs, time } = record;
    runs.set(record.run, {
      ...run,
      outcome,
      exitCode,
      ...(signal === undefined ? {} : { signal }),
      endedAt: time,
      durationsMs: { ...run.durationsMs, job: durationMs },
      audit: head,
    });
    return;
  }
  if (profile !== undefined && record.profile?.name !== profile) return;
  runs.set(record.run, beginning(record, head));
  for (const oldest of runs.keys()) {
    if (runs.size <= last) break;
    runs.delete(oldest);
  }
}

function beginning(record: Extract<AuditRecord, { kind: "resolved" | "refused" }>, audit: AuditHead): AuditRunView {
  const { run, who, purpose, profile, program, reason, retryOf, time, durationMs } = record;
  return {
    run,
    time,
    who,
    purpose,
    ...(profile === undefined ? {} : { profile }),
    ...(program === undefined ? {} : { program }),
    ...(reason === undefined ? {} : { reason }),
    ...(retryOf === undefined ? {} : { retryOf }),
    durationsMs: { resolve: durationMs },
    // A job without an end is still running, or Keyferry was killed.
    outcome: record.kind === "refused" ? "refused" : purpose === "job" ? "unknown" : "resolved",
    uses: record.kind === "resolved" ? record.uses : [],
    ...(record.kind === "refused" ? { failures: record.failures } : {}),
    audit,
  };
}
