import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { storeAt, temporaryFolder } from "./support/folder.ts";

const PROCESSES = Number(process.env.KEYFERRY_TEST_PROCESSES ?? 6);
const EDITS = Number(process.env.KEYFERRY_TEST_EDITS ?? 10);
const EDITOR = fileURLToPath(new URL("support/editor.ts", import.meta.url));

function edit(folder: string, name: string, edits: number) {
  const child = spawn(process.execPath, ["--no-warnings", EDITOR, folder, name, String(edits)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, output }));
  });
  return { child, ended };
}

describe("several processes at once", () => {
  it(`${PROCESSES} processes with ${EDITS} edits each lose none`, { timeout: 300_000 }, async () => {
    const folder = await temporaryFolder();
    const names = Array.from({ length: PROCESSES }, (_, index) => `w${index}`);
    const editors = names.map((name) => edit(folder, name, EDITS));
    let running = true;
    // Somebody who reads all the while sees whole states only.
    const watcher = (async () => {
      let last = 0;
      while (running) {
        const { revision, plugins, profiles } = await storeAt(folder).read();
        expect([plugins.length, profiles.size]).toEqual([revision, revision]);
        expect(revision).toBeGreaterThanOrEqual(last);
        last = revision;
      }
    })();
    const ends = await Promise.all(editors.map(({ ended }) => ended));
    running = false;
    await watcher;
    expect(ends).toEqual(names.map(() => ({ code: 0, output: "" })));
    const settings = await storeAt(folder).read();
    expect(settings.revision).toBe(PROCESSES * EDITS);
    const expected = names.flatMap((name) => Array.from({ length: EDITS }, (_, at) => `${name}-${at}`)).sort();
    expect([...settings.plugins].sort()).toEqual(expected);
    expect([...settings.profiles.keys()].sort()).toEqual(expected);
  });

  it("goes on after a writer was killed", { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    const { child, ended } = edit(folder, "victim", 1_000_000);
    while ((await storeAt(folder).read()).revision < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGKILL");
    await ended;
    const before = await storeAt(folder).read();
    const start = performance.now();
    await storeAt(folder).update((draft) => void draft.plugins.push("survivor"));
    expect(performance.now() - start).toBeLessThan(60_000);
    const after = await storeAt(folder).read();
    expect(after.plugins).toEqual([...before.plugins, "survivor"]);
    expect((await readdir(folder)).sort()).toEqual(["profiles", "settings.json"]);
  });
});
