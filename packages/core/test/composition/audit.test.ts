import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { AuditEntry, AuditSink } from "../../src/contract/audit.ts";
import { createKeyferry, type Keyferry, type KeyferryEvent, type KeyferryOptions } from "../../src/index.ts";
import { errorOf, temporaryFolder } from "../settings/support/folder.ts";
import { type MemoryProvider, memoryProvider } from "../support/memory-provider.ts";

const PASSWORD = "cnry_password_0123456789";
const JOB = { program: "backup", args: ["--now"] };
const deliver = { "sftp.password": "env:NAS_PASSWORD" };

let folder: string;
let provider: MemoryProvider;

const open = (more: Partial<KeyferryOptions> = {}): Promise<Keyferry> =>
  createKeyferry({
    settings: join(folder, "settings.json"),
    plugins: [provider.plugin],
    env: { MEMORY_TOKEN: "cnry_token_0123456789" },
    ...more,
  });

const records = async (path = join(folder, "state", "audit.jsonl")): Promise<Record<string, unknown>[]> => {
  const text = await readFile(path, "utf8");
  expect(text).not.toContain("cnry");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
};

/** Sets the mode by hand, as a person does. */
async function setMode(audit: string): Promise<void> {
  const path = join(folder, "settings.json");
  const settings = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...settings, audit }));
}

/** A place where no audit can be written: others may write into its folder. */
async function unwritable(): Promise<string> {
  const state = join(folder, "loose");
  await mkdir(state);
  await chmod(state, 0o777);
  return state;
}

beforeEach(async () => {
  folder = await temporaryFolder();
  provider = memoryProvider();
  provider.secrets.set("backup/nas", JSON.stringify({ password: PASSWORD }));
  const keyferry = await open();
  await keyferry.connections.create({
    name: "prod",
    provider: "memory",
    fields: { site: "here" },
    sources: { token: "env:MEMORY_TOKEN" },
  });
  const secret = { name: "nas", connection: "prod", remoteName: "backup/nas", key: "password" };
  await keyferry.secrets.create({ ...secret, type: "password" });
  await keyferry.profiles.create({ name: "nightly" });
  await keyferry.profiles.use("nightly", "sftp.password", "nas");
  provider.fetches.length = 0;
});

describe("the audit of a run", () => {
  it("tells who resolved what, when, why, for which profile, which version, which way, and how it ended", async () => {
    const keyferry = await open();
    const { run } = await keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB, reason: "ticket 4711" });
    const report = await run.ended({ outcome: "finished", exitCode: 3 });
    const uses = [
      {
        setting: "sftp.password",
        secret: "nas",
        secretId: (await keyferry.secrets.get("nas")).id,
        connection: "prod",
        version: "1",
        delivery: "env:NAS_PASSWORD",
      },
    ];
    const profile = { id: (await keyferry.profiles.get("nightly")).id, name: "nightly" };
    const [resolved, ended] = await records();
    expect(resolved).toMatchObject({
      kind: "resolved",
      seq: 1,
      run: run.id,
      who: { user: expect.any(String), host: expect.any(String) },
      purpose: "job",
      profile,
      program: "backup",
      reason: "ticket 4711",
      uses,
    });
    expect(ended).toMatchObject({ kind: "ended", seq: 2, run: run.id, outcome: "finished", exitCode: 3 });
    expect(report).toMatchObject({ schemaVersion: 1, run: run.id, reason: "ticket 4711", profile, uses, exitCode: 3 });
    expect(report.audit).toEqual({ count: 2, hash: ended?.hash });
    expect(await keyferry.audits.verify(report.audit)).toMatchObject({ ok: true });
  });

  it("tells of a refused run by codes and names, and hands its report over", async () => {
    provider.secrets.clear();
    provider.secrets.set("other", "x");
    const keyferry = await open();
    const reports: unknown[] = [];
    const refused = (report: unknown) => reports.push(report);
    await errorOf(keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB, refused }));
    const failures = [{ code: "not-found", setting: "sftp.password", secret: "nas", connection: "prod" }];
    expect(await records()).toMatchObject([{ kind: "refused", profile: { name: "nightly" }, failures }]);
    expect(reports).toMatchObject([{ outcome: "refused", failures, uses: [], audit: { count: 1 } }]);
  });

  it("tells of a check, of a reference and of a run without a profile", async () => {
    const keyferry = await open();
    await keyferry.check();
    await keyferry.resolve("keyferry://prod/backup/nas#password");
    await keyferry.resolveAdHoc({ env: { TOKEN: "keyferry:nas" }, job: JOB });
    expect(await records()).toMatchObject([
      { purpose: "check", uses: [{ setting: "sftp.password", profile: "nightly", version: "1" }] },
      { purpose: "reference", uses: [{ secret: "keyferry://prod/backup/nas#password" }] },
      { purpose: "job", uses: [{ setting: "TOKEN", secret: "nas", delivery: "env:TOKEN" }] },
    ]);
  });

  it("refuses a reason that is too long or no text, before anything is read", async () => {
    const keyferry = await open();
    for (const reason of ["x".repeat(501), "\ud800"]) {
      const failed = await errorOf(keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB, reason }));
      expect(failed.failures).toMatchObject([{ code: "usage" }]);
    }
    expect(provider.fetches).toEqual([]);
  });

  it("goes where KEYFERRY_STATE says, and refuses a relative path", async () => {
    const state = join(folder, "elsewhere");
    const env = { MEMORY_TOKEN: "x", KEYFERRY_STATE: state };
    await (await open({ env })).resolve("keyferry:nas");
    expect(await records(join(state, "audit.jsonl"))).toHaveLength(1);
    const relative = await open({ env: { KEYFERRY_STATE: "here" } }).catch((error: unknown) => error);
    expect(relative).toMatchObject({
      failures: [{ code: "usage", message: expect.stringContaining("KEYFERRY_STATE") }],
    });
  });
});

describe("an audit that cannot be written", () => {
  it("refuses the run before anything is read", async () => {
    const keyferry = await open({ env: { MEMORY_TOKEN: "x", KEYFERRY_STATE: await unwritable() } });
    for (const call of [
      () => keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB }),
      () => keyferry.resolve("keyferry:nas"),
      () => keyferry.check(),
    ]) {
      expect((await errorOf(call())).failures).toMatchObject([{ code: "settings" }]);
    }
    expect(provider.fetches).toEqual([]);
  });

  it("hands out no value where writing fails after the read", async () => {
    const entries: AuditEntry[] = [];
    const audit: AuditSink = {
      ready: async () => {},
      append: async (entry) => {
        entries.push(entry);
        throw new Error("no");
      },
    };
    const keyferry = await open({ audit });
    await expect(keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB })).rejects.toThrow("no");
    expect([provider.fetches.length, entries.map(({ kind }) => kind)]).toEqual([1, ["resolved"]]);
  });

  it("warns where the settings say best-effort, and keeps quiet where they say off", async () => {
    const env = { MEMORY_TOKEN: "x", KEYFERRY_STATE: await unwritable() };
    const events: KeyferryEvent["type"][] = [];
    for (const mode of ["best-effort", "off"]) {
      await setMode(mode);
      const keyferry = await open({ env });
      keyferry.on(({ type }) => events.push(type));
      const { run } = await keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB });
      expect((await run.ended({ outcome: "finished", exitCode: 0 })).audit).toBeUndefined();
    }
    expect(events.filter((type) => type.startsWith("audit"))).toEqual(["audit-failed", "audit-failed"]);
  });

  it("does not take the job's end back where only its last record fails", async () => {
    const keyferry = await open();
    const { run } = await keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB });
    const warnings: string[] = [];
    keyferry.on((event) => event.type === "audit-failed" && warnings.push(event.message));
    await chmod(join(folder, "state"), 0o777);
    const report = await run.ended({ outcome: "finished", exitCode: 7 });
    expect([report.exitCode, report.audit, warnings.length]).toEqual([7, undefined, 1]);
  });
});
