import type { AuditedUse } from "../contract/audit.ts";
import type { ReadAudit } from "./audit-manager.ts";
import type { AuditRunView } from "./audit-views.ts";

/** The newest run of a profile in which its secrets were read. */
export interface LastRun {
  readonly run: string;
  /** ISO 8601 instant at which its secrets had been read. */
  readonly time: string;
  outcome: AuditRunView["outcome"];
  exitCode?: number;
  /** By setting. */
  readonly uses: ReadonlyMap<string, AuditedUse>;
}

/** Profile id → its newest run, in one pass over the audit. */
export async function lastRuns(read: ReadAudit): Promise<ReadonlyMap<string, LastRun>> {
  const byProfile = new Map<string, LastRun>();
  const byRun = new Map<string, LastRun>();
  for await (const step of read({ past: true })) {
    if (step.kind !== "record") continue;
    const { record } = step;
    if (record.kind === "ended") {
      const run = byRun.get(record.run);
      if (run) Object.assign(run, { outcome: record.outcome, exitCode: record.exitCode });
    }
    if (record.kind !== "resolved" || record.purpose !== "job" || !record.profile) continue;
    const run: LastRun = {
      run: record.run,
      time: record.time,
      outcome: "unknown",
      uses: new Map(record.uses.map((use) => [use.setting, use])),
    };
    const before = byProfile.get(record.profile.id);
    if (before) byRun.delete(before.run);
    byProfile.set(record.profile.id, run);
    byRun.set(record.run, run);
  }
  return byProfile;
}

/** The version of a secret that a run used in a setting; undefined if the setting used another secret then. */
export function versionUsed(run: LastRun | undefined, setting: string, secretId: string): string | undefined {
  const use = run?.uses.get(setting);
  return use?.secretId === secretId ? use.version : undefined;
}
