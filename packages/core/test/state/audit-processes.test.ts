import { spawn, spawnSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../settings/support/folder.ts";
import { endedEntry, logAt } from "./support/logs.ts";

const PROCESSES = Number(process.env.KEYFERRY_TEST_PROCESSES ?? 5);
const RECORDS = Number(process.env.KEYFERRY_TEST_EDITS ?? 10);
const APPENDER = fileURLToPath(new URL("support/appender.ts", import.meta.url));

function append(folder: string, name: string, records: number) {
  const child = spawn(process.execPath, ["--no-warnings", APPENDER, folder, name, String(records)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { child, code: new Promise((resolve) => child.on("close", resolve)) };
}

describe("several processes at once", () => {
  it(`${PROCESSES} processes with ${RECORDS} records each lose none`, { timeout: 600_000 }, async () => {
    const folder = await temporaryFolder();
    const names = Array.from({ length: PROCESSES }, (_, at) => `p${at}`);
    const codes = await Promise.all(names.map((name) => append(folder, name, RECORDS).code));
    expect(codes).toEqual(names.map(() => 0));
    const { audits } = logAt(folder);
    expect(await audits.verify()).toMatchObject({ ok: true, head: { count: PROCESSES * RECORDS }, mended: [] });
    const { runs } = await audits.list();
    const expected = names.flatMap((name) => Array.from({ length: RECORDS }, (_, at) => `${name}-${at}`));
    expect(runs.map(({ run }) => run).sort()).toEqual(expected.sort());
  });

  it.skipIf(process.platform === "win32")("leaves no part of a record where there is no space left", async () => {
    const folder = await temporaryFolder();
    const limited = [
      "-c",
      'ulimit -f 2; exec "$@"',
      "sh",
      process.execPath,
      "--no-warnings",
      APPENDER,
      folder,
      "p",
      "9",
    ];
    // The limit of a file's length (2 blocks) stops a write in its middle, as a full disk does.
    const { status } = spawnSync("sh", limited, { stdio: "ignore" });
    expect(status).toBe(1);
    const { path, audits } = logAt(folder);
    const { size } = await stat(path);
    expect(size).toBeGreaterThan(200);
    expect(await audits.verify()).toEqual({ ok: true, head: expect.anything(), mended: [] });
  });

  it("goes on after a writer was killed", { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    const { path, log, audits } = logAt(folder);
    const { child, code } = append(folder, "victim", 1_000_000);
    while (((await stat(path).catch(() => undefined))?.size ?? 0) < 2_000) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill("SIGKILL");
    await code;
    const { count } = (await audits.verify()).head ?? { count: 0 };
    expect((await log.append(endedEntry("survivor"))).count).toBeGreaterThan(count);
    expect((await audits.verify()).ok).toBe(true);
  });
});
