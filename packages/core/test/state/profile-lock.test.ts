import { spawn } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { posixPlatform } from "../../src/settings/guard-posix.ts";
import { type Holder, ProfileLock } from "../../src/state/profile-lock.ts";
import { errorOf, temporaryFolder } from "../settings/support/folder.ts";

const PROFILE = { id: "p1", name: "nightly" };
const platform = posixPlatform(process.geteuid?.() ?? 0);
const lockAt = (folder: string) =>
  new ProfileLock({ folder, platform, now: () => new Date("2026-01-01T00:00:00.000Z") });

/** What another process left. */
async function left(holder: Holder | string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "running"), { mode: 0o700 });
  const text = typeof holder === "string" ? holder : JSON.stringify(holder);
  await writeFile(join(folder, "running", "p1.json"), text, { mode: 0o600 });
  return folder;
}

describe("one run of a profile at a time", () => {
  it("refuses the second until the first is over, and says who runs", async () => {
    const folder = await temporaryFolder();
    const release = await lockAt(folder).take(PROFILE);
    const [failure] = (await errorOf(lockAt(folder).take(PROFILE))).failures;
    expect(failure).toMatchObject({ code: "busy", message: expect.stringContaining(`process ${process.pid}, since`) });
    await (await lockAt(folder).take({ id: "p2", name: "weekly" }))();
    await release();
    await (await lockAt(folder).take(PROFILE))();
    expect(await readdir(join(folder, "running"))).toEqual([]);
  });

  it("lets one of many in", async () => {
    const folder = await temporaryFolder();
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => lockAt(folder).take(PROFILE)));
    expect(taken.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("takes over at once from a process that was killed", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const gone = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    const since = "2026-01-01T00:00:00.000Z";
    const folder = await left({ pid: child.pid ?? 0, host: hostname(), since });
    await (await lockAt(folder).take(PROFILE))();
  });

  it.skipIf(process.platform !== "linux")("is not held by a later process of the same number", async () => {
    const since = "2026-01-01T00:00:00.000Z";
    const folder = await left({ pid: process.pid, host: hostname(), since, birth: "another-boot/1" });
    await (await lockAt(folder).take(PROFILE))();
  });

  it("is held by another machine's process, of which nothing can be told", async () => {
    const folder = await left({ pid: 1, host: "else\u001bwhere", since: "x" });
    const [failure] = (await errorOf(lockAt(folder).take(PROFILE))).failures;
    expect([failure?.code, failure?.message]).toEqual(["busy", expect.stringContaining('on "else\\u{1b}where"')]);
    expect(failure?.hint).toContain(join(folder, "running", "p1.json"));
  });

  it.each(["", "{", "null", '{"pid":"1"}', "x".repeat(5_000)])("is not held by junk: %j", async (junk) => {
    await (await lockAt(await left(junk)).take(PROFILE))();
  });

  it("gives free what is its own alone", async () => {
    const folder = await temporaryFolder();
    const release = await lockAt(folder).take(PROFILE);
    const other = JSON.stringify({ pid: 1, host: "other", since: "x" });
    await writeFile(join(folder, "running", "p1.json"), other, { mode: 0o600 });
    await release();
    expect(await readdir(join(folder, "running"))).toEqual(["p1.json"]);
  });
});
