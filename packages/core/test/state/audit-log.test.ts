import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";
import { appendFile, chmod, chown, mkdir, readFile, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuditHead } from "../../src/contract/audit.ts";
import { KeyferryError } from "../../src/contract/failure.ts";
import type { FolderLock } from "../../src/settings/lock.ts";
import { formatRecord, sha256 } from "../../src/state/audit-record.ts";
import { errorOf, temporaryFolder } from "../settings/support/folder.ts";
import { endedEntry, logAt, resolvedEntry } from "./support/logs.ts";

/** A log of five records, its lines, and the heads that its writer was given. */
async function fiveRecords() {
  const parts = logAt(await temporaryFolder());
  const heads: AuditHead[] = [];
  for (let at = 1; at <= 5; at += 1) heads.push(await parts.log.append(resolvedEntry(`run${at}`)));
  const lines = (await parts.text()).split("\n").slice(0, -1);
  const put = (changed: readonly string[], end = "\n") => writeFile(parts.path, changed.join("\n") + end);
  return { ...parts, heads, lines, put };
}

/** The line with its own hash made anew, as somebody does who knows the form. */
function rehashed(line: string): string {
  const signed = line.slice(0, -75);
  return `${signed},"hash":"${sha256(signed)}"}`;
}

describe("the audit log", () => {
  it("chains each record to the one before, in a file of mode 0600 in a folder of mode 0700", async () => {
    const { path, lines, heads, audits } = await fiveRecords();
    const records = lines.map((line) => JSON.parse(line));
    expect(records.map(({ seq, prev, hash }) => [seq, prev, hash])).toEqual(
      heads.map(({ count, hash }, at) => [count, heads[at - 1]?.hash ?? "0".repeat(64), hash]),
    );
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await audits.verify()).toEqual({ ok: true, head: heads[4], mended: [] });
  });

  it("joins the records of a run, newest last, and finds a run by the beginning of its id", async () => {
    const { log, audits } = logAt(await temporaryFolder());
    await log.append(resolvedEntry("aaaa1111", { reason: "ticket 4711" }));
    await log.append(resolvedEntry("aabb2222", { profile: "weekly" }));
    const head = await log.append(endedEntry("aaaa1111", 3));
    const { runs } = await audits.list();
    expect(runs.map(({ run, outcome, exitCode }) => [run, outcome, exitCode])).toEqual([
      ["aaaa1111", "finished", 3],
      ["aabb2222", "unknown", undefined],
    ]);
    expect(await audits.show("aaaa")).toMatchObject({
      reason: "ticket 4711",
      durationsMs: { resolve: 12, job: 900 },
      audit: head,
    });
    expect((await audits.list({ last: 1 })).runs.map(({ run }) => run)).toEqual(["aabb2222"]);
    expect((await audits.list({ profile: "weekly" })).runs.map(({ run }) => run)).toEqual(["aabb2222"]);
    expect((await errorOf(audits.show("aa"))).failures).toMatchObject([{ code: "usage" }]);
    expect((await errorOf(audits.show("zz"))).failures).toMatchObject([{ code: "unknown-name" }]);
  });

  it("is empty where there is no file, and whole at its start", async () => {
    const { audits } = logAt(await temporaryFolder());
    expect(await audits.list()).toEqual({ runs: [] });
    expect(await audits.verify()).toEqual({ ok: true, head: { count: 0, hash: "0".repeat(64) }, mended: [] });
  });

  it("keeps any text on one line, and nothing in it that steers a terminal", async () => {
    const { log, audits, text } = logAt(await temporaryFolder());
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 60 }), async (reason) => {
        const hostile = `${reason}\u001b]0;x\u0007\u202e\u2028\n"}`.toWellFormed();
        await log.append(resolvedEntry(randomBytes(8).toString("hex"), { reason: hostile }));
        const { runs } = await audits.list({ last: 1 });
        expect(runs[0]?.reason).toBe(hostile);
      }),
      { numRuns: 25 },
    );
    // Neither a control character nor what turns or hides text.
    expect((await text()).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(await audits.verify()).toMatchObject({ ok: true });
  });

  it("writes 50 entries of one process that come at once, each with its own head", async () => {
    const { log, audits } = logAt(await temporaryFolder());
    const heads = await Promise.all(Array.from({ length: 50 }, (_, at) => log.append(resolvedEntry(`r${at}`))));
    expect(new Set(heads.map(({ hash }) => hash)).size).toBe(50);
    expect((await audits.verify()).head?.count).toBe(50);
  });
});

describe("a writer that stood still for long", () => {
  /** A lock of which the holder finds at its last look, so many times, that something has happened. */
  const lockThat = (times: number, happens: () => void): FolderLock => ({
    async hold(_, work) {
      return work(() => {
        times -= 1;
        if (times >= 0) happens();
      });
    },
  });

  it("takes the lock again where it was lost before anything was written", async () => {
    const lost = () => {
      throw new KeyferryError({ code: "settings", message: "the lock was lost" });
    };
    const folder = await temporaryFolder();
    const { log, audits } = logAt(folder, undefined, lockThat(3, lost));
    expect((await log.append(resolvedEntry("run1"))).count).toBe(1);
    expect(await audits.verify()).toMatchObject({ ok: true, head: { count: 1 } });
    const never = logAt(folder, undefined, lockThat(1_000, lost));
    expect((await errorOf(never.log.append(endedEntry("run1")))).message).toContain("the lock was lost");
    expect(await audits.verify()).toMatchObject({ ok: true, head: { count: 1 } });
  });

  it("does not write behind a record that is no longer the last", async () => {
    const folder = await temporaryFolder();
    const { path, log, audits } = logAt(folder);
    const first = await log.append(resolvedEntry("run1"));
    const other = formatRecord(resolvedEntry("run2"), first, new Date());
    const slow = logAt(
      folder,
      undefined,
      lockThat(1, () => appendFileSync(path, `${other.line}\n`)),
    );
    expect((await slow.log.append(endedEntry("run1"))).count).toBe(3);
    expect(await audits.verify()).toMatchObject({ ok: true, head: { count: 3 } });
  });
});

describe("a log that was changed", () => {
  it("names the record that was changed, at each place", async () => {
    const { lines, put, audits } = await fiveRecords();
    for (const at of [0, 2, 4]) {
      await put(lines.with(at, lines[at]?.replace("backup", "backdoor") ?? ""));
      expect(await audits.verify()).toMatchObject({ ok: false, fault: { record: at + 1, problem: "changed" } });
    }
  });

  it("names the changed record before the last one even where its own hash was made anew", async () => {
    const { lines, put, audits } = await fiveRecords();
    for (const at of [0, 2, 3]) {
      await put(lines.with(at, rehashed(lines[at]?.replace("backup", "backdoor") ?? "")));
      expect(await audits.verify()).toMatchObject({ ok: false, fault: { record: at + 1, problem: "changed" } });
    }
  });

  it("names the first record that was removed", async () => {
    const { lines, put, audits } = await fiveRecords();
    for (const at of [0, 2, 3]) {
      await put(lines.toSpliced(at, 1));
      expect(await audits.verify()).toMatchObject({ ok: false, fault: { record: at + 1, problem: "removed" } });
    }
  });

  it("names the first record that is out of its place, or stands there twice", async () => {
    const { lines, put, audits } = await fiveRecords();
    const [one = "", two = "", three = "", ...rest] = lines;
    await put([one, three, two, ...rest]);
    expect(await audits.verify()).toMatchObject({ ok: false, fault: { record: 2 } });
    await put([one, two, two, three, ...rest]);
    expect(await audits.verify()).toMatchObject({ ok: false, fault: { record: 3 } });
  });

  it("finds each byte that is flipped", async () => {
    const { path, audits } = await fiveRecords();
    const whole = await readFile(path);
    // All of them would take minutes: every 13th, in every part of the record sooner or later.
    for (let at = 0; at < whole.length - 1; at += 13) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x01;
      await writeFile(path, flipped);
      expect((await audits.verify()).ok, `byte ${at}`).toBe(false);
    }
  });

  it("finds what lies between two records", async () => {
    const { lines, put, audits } = await fiveRecords();
    for (const junk of [
      "",
      "{}",
      "null",
      "\u0000\u0000",
      "x".repeat(200_000),
      '{"v":1,"seq":3}',
      rehashed(`{"v":1,"seq":3,"kind":"resolved"${" ".repeat(80)}`),
    ]) {
      await put(lines.toSpliced(2, 0, junk));
      expect(await audits.verify()).toMatchObject({ ok: false, fault: { record: 3, problem: "damaged" } });
    }
  });

  it("does not see that the last records are gone, or that all was written anew, but for a head", async () => {
    const { lines, put, audits, heads } = await fiveRecords();
    const [, , third, , fifth] = heads;
    expect((await audits.verify(third)).ok).toBe(true);
    await put(lines.slice(0, 3));
    expect((await audits.verify()).ok).toBe(true);
    expect((await audits.verify(third)).ok).toBe(true);
    expect(await audits.verify(fifth)).toMatchObject({
      ok: false,
      fault: { record: 4, problem: "removed", unexpected: true },
    });
    const forged = logAt(await temporaryFolder());
    for (let at = 1; at <= 5; at += 1) await forged.log.append(resolvedEntry(`forged${at}`));
    expect((await forged.audits.verify()).ok).toBe(true);
    expect(await forged.audits.verify(third)).toMatchObject({
      ok: false,
      fault: { record: 3, problem: "changed", unexpected: true },
    });
  });

  it("lists what can be read, and says from where on it proves nothing", async () => {
    const { lines, put, audits } = await fiveRecords();
    await put(lines.toSpliced(1, 1, "junk"));
    const { runs, fault } = await audits.list();
    expect(runs.map(({ run }) => run)).toEqual(["run1", "run3", "run4", "run5"]);
    expect(fault).toEqual({ record: 2, problem: "damaged" });
  });

  it("refuses to go on behind a last record that was changed", async () => {
    const { lines, put, log } = await fiveRecords();
    await put(lines.with(4, lines[4]?.replace("backup", "backdoor") ?? ""));
    const failures = [{ code: "settings", hint: expect.stringContaining("keyferry audit verify") }];
    expect((await errorOf(log.ready())).failures).toMatchObject(failures);
    expect((await errorOf(log.append(endedEntry("run5")))).failures).toMatchObject(failures);
  });
});

describe("a torn last line", () => {
  it("is told, noted by the next record, and stops nobody: cut at each length", async () => {
    const whole = (await fiveRecords()).lines;
    const last = whole[4] ?? "";
    for (let length = 1; length <= last.length; length += 29) {
      const mendings: string[] = [];
      const { path, log, audits } = logAt(await temporaryFolder(), (mended) => mendings.push(mended));
      await mkdir(dirname(path), { mode: 0o700 });
      await writeFile(path, [...whole.slice(0, 4), last.slice(0, length)].join("\n"), { mode: 0o600 });
      expect(await audits.verify()).toMatchObject({ ok: true, head: { count: 4 }, tornBytes: length });
      const head = await log.append(endedEntry("run4"));
      expect([head.count, mendings]).toEqual([6, [path]]);
      expect(await audits.verify()).toEqual({ ok: true, head, mended: [length] });
    }
  });

  it("that is whole but for its line break counts as a record", async () => {
    const { lines, put, audits, log, heads } = await fiveRecords();
    await put(lines, "");
    expect(await audits.verify()).toMatchObject({ ok: true, head: heads[4] });
    expect((await log.append(endedEntry("run5"))).count).toBe(6);
    expect(await audits.verify()).toMatchObject({ ok: true, mended: [] });
  });

  it("may be zeros, as a machine leaves that lost its power", async () => {
    const { path, audits, log } = await fiveRecords();
    const { size } = await stat(path);
    await truncate(path, size + 4096);
    expect((await log.append(endedEntry("run5"))).count).toBe(7);
    expect(await audits.verify()).toMatchObject({ ok: true, mended: [4096] });
  });

  it("is no cover for a change: only what its note names is passed over", async () => {
    const { path, put, lines, audits, log, text } = await fiveRecords();
    await put([...lines.slice(0, 4), "torn"], "");
    await log.append(endedEntry("run4"));
    const mended = await text();
    await writeFile(path, mended.replace("\ntorn\n", "\nother\n"));
    expect(await audits.verify()).toMatchObject({ ok: false, fault: { record: 5, problem: "damaged" } });
  });
});

describe("a file that is not ours to trust", () => {
  it.each(["symbolic link", "hanging pipe", "folder"])("refuses a %s", async (kind) => {
    const folder = await temporaryFolder();
    const { path, log, audits } = logAt(folder);
    await mkdir(dirname(path), { mode: 0o700 });
    if (kind === "folder") await mkdir(path);
    else if (kind === "symbolic link") await symlink(join(folder, "elsewhere"), path);
    else await mkfifo(path);
    for (const call of [() => log.ready(), () => log.append(endedEntry("x")), () => audits.list()]) {
      expect((await errorOf(call())).failures).toMatchObject([{ code: "settings", where: path }]);
    }
    await expect(stat(join(folder, "elsewhere"))).rejects.toThrow("ENOENT");
  });

  it("refuses a loose mode of the file or of its folder, and somebody else's file", async () => {
    const { path, log } = await fiveRecords();
    await chmod(path, 0o640);
    expect((await errorOf(log.ready())).failures[0]?.hint).toContain("chmod 600");
    await chmod(path, 0o600);
    await chmod(dirname(path), 0o770);
    expect((await errorOf(log.append(endedEntry("x")))).failures[0]?.hint).toContain("chmod go-w");
    await chmod(dirname(path), 0o700);
    if (process.geteuid?.() !== 0) return;
    await chown(path, 12_345, 12_345);
    expect((await errorOf(log.ready())).failures[0]?.message).toContain("belongs to user id 12345");
  });

  it("appends to a huge file by its end alone, and finds junk in it without holding it", async () => {
    const { path, lines, audits, log } = await fiveRecords();
    const huge = 2 ** 31;
    await writeFile(path, "");
    await truncate(path, huge);
    await appendFile(path, `\n${lines.join("\n")}\n`);
    const start = performance.now();
    expect((await log.append(endedEntry("run5"))).count).toBe(6);
    expect(performance.now() - start).toBeLessThan(5_000);
    await truncate(path, 0);
    await truncate(path, 64 * 1024 * 1024);
    await appendFile(path, `\n${lines.join("\n")}\n`);
    expect(await audits.verify()).toMatchObject({ ok: false, fault: { record: 1, problem: "damaged" } });
  });
});

async function mkfifo(path: string): Promise<void> {
  const { execFileSync } = await import("node:child_process");
  execFileSync("mkfifo", ["-m", "600", path]);
}
