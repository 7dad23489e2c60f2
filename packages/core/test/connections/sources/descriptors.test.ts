import { execFile } from "node:child_process";
import { closeSync, fstatSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Descriptors } from "../../../src/connections/sources/descriptors.ts";
import { systemReader } from "../../../src/connections/sources/reader.ts";
import { CANARY } from "../fixtures.ts";
import { failures, temporaryFolder, value } from "./support/reading.ts";

const SCRIPT = fileURLToPath(new URL("support/own-descriptors.ts", import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const passedIn = async () => openSync(await folder.file(CANARY), "r");
const readerOf = (descriptors: Descriptors) => ({ ...systemReader({}), descriptors });

describe.skipIf(process.platform === "win32")("a descriptor", () => {
  it("is closed once it was read, and gives its credential to the same field again", async () => {
    const reader = readerOf(new Descriptors());
    const fd = await passedIn();
    expect(await value({ token: `fd:${fd}` }, reader)).toBe(CANARY);
    expect(() => fstatSync(fd)).toThrow(/EBADF/);
    expect(await value({ token: `fd:${fd}` }, reader)).toBe(CANARY);
  });

  it("is refused to a second field, which is told who has read it", async () => {
    const reader = readerOf(new Descriptors());
    const fd = await passedIn();
    await value({ token: `fd:${fd}` }, reader);
    const [failure] = await failures({ pem: `fd:${fd}` }, reader);
    expect(failure).toMatchObject({
      code: "settings",
      message: `the descriptor ${fd} was read already, by connection prod, credential token: it can be read once`,
      where: "connection prod, credential pem",
    });
  });

  it("is closed unread before a job, where it is one that can carry a credential", async () => {
    const descriptors = new Descriptors();
    const [unread, other] = [await passedIn(), openSync("/dev/null", "r")];
    descriptors.close([unread, unread, other, 1_000]);
    expect(() => fstatSync(unread)).toThrow(/EBADF/);
    closeSync(other);
    expect((await failures({ token: `fd:${unread}` }, readerOf(descriptors)))[0]?.message).toMatch(/read already/);
  });

  it("of the interpreter's own is never read", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", SCRIPT]);
    const readings: { ok: boolean; message: string }[] = JSON.parse(stdout);
    expect(readings).toHaveLength(38);
    for (const { ok, message } of readings) {
      expect([ok, message]).toEqual([false, expect.stringMatching(/is not open|no pipe and no file/)]);
    }
  });
});
