import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AuditEntry } from "../../../src/contract/audit.ts";
import { systemClock } from "../../../src/contract/clock.ts";
import { AuditManager } from "../../../src/manager/audit-manager.ts";
import { posixPlatform } from "../../../src/settings/guard-posix.ts";
import { type FolderLock, processLock } from "../../../src/settings/lock.ts";
import { AuditLog } from "../../../src/state/audit-log.ts";
import { readLog } from "../../../src/state/audit-reader.ts";

const platform = posixPlatform(process.geteuid?.() ?? 0);

/** A log in a folder, and what reads it. */
export function logAt(folder: string, onMended: (path: string) => void = () => {}, lock: FolderLock = processLock) {
  const path = join(folder, "state", "audit.jsonl");
  const log = new AuditLog({ path, platform, clock: systemClock, onMended, lock });
  const audits = new AuditManager((options) => readLog(path, platform, options));
  return { path, log, audits, text: () => readFile(path, "utf8") };
}

export function resolvedEntry(run: string, more: { reason?: string; profile?: string } = {}): AuditEntry {
  return {
    kind: "resolved",
    run,
    who: { user: "ada", uid: 1000, host: "cellar" },
    purpose: "job",
    profile: { id: "p1", name: more.profile ?? "nightly" },
    program: "backup",
    ...(more.reason === undefined ? {} : { reason: more.reason }),
    uses: [{ setting: "sftp.password", secret: "nas", secretId: "s1", connection: "prod", version: "7" }],
    durationMs: 12,
  };
}

export function endedEntry(run: string, exitCode = 0): AuditEntry {
  return { kind: "ended", run, outcome: "finished", exitCode, durationMs: 900 };
}
