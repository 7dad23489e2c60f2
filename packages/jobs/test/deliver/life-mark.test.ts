import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAbandoned } from "../../src/deliver/life-mark.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-mark-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Leaves the mark of a process that was killed. */
function leaveMark(): string {
  const mark = join(folder, "alive");
  const code = `require("net").createServer().listen(${JSON.stringify(mark)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", code]);
  return mark;
}

describe.skipIf(process.platform === "win32")("the mark of a folder", () => {
  it("says that its process is gone", async () => {
    leaveMark();
    expect(await isAbandoned(folder)).toBe(true);
  });

  it("is asked again, so that a run that is just starting does not look dead", async () => {
    const mark = leaveMark();
    const asked = isAbandoned(folder);
    await sleep(20);
    rmSync(mark);
    const server = createServer((socket) => socket.destroy()).listen(mark);
    try {
      expect(await asked).toBe(false);
    } finally {
      server.close();
    }
  });
});
