import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findProgram } from "../../src/run/find-program.ts";
import { startProgram } from "../../src/run/start-program.ts";

let folder: string;
/** Folders of PATH that cannot be looked into, whoever asks: root can look into those of all users. */
let closed: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-find-"));
  symlinkSync("loop", join(folder, "loop"));
  writeFileSync(join(folder, "file"), "");
  closed = [join(folder, "loop"), join(folder, "file"), join(folder, "absent"), "x".repeat(5_000)].join(delimiter);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(process.platform !== "win32")("a folder of PATH that cannot be looked into", () => {
  it("hides no program of another folder", () => {
    expect(() => findProgram("sh", { PATH: [closed, "/bin"].join(delimiter) })).not.toThrow();
  });

  it("makes a program that is nowhere no other error than that", async () => {
    const program = "keyferry-no-such-program";
    const missing = expect.objectContaining({ exitCode: 127, message: expect.stringContaining("was not found") });
    expect(() => findProgram(program, { PATH: closed })).toThrow(missing);
    const starting = startProgram(program, { file: program, args: [] }, { PATH: closed }, "ignore");
    await expect(starting).rejects.toEqual(missing);
  });
});
