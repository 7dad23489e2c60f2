import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { spawnKeyferry } from "./fakes/process.ts";

const folder = mkdtempSync(join(tmpdir(), "keyferry-lazy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const HOOK = new URL("./fakes/loaded-modules.mjs", import.meta.url).href;

/** Runs a command and gives its exit code and the modules that it loaded (those of Node itself aside). */
async function loadedBy(...args: string[]): Promise<{ code: number | null; stdout: string; modules: string[] }> {
  const log = join(folder, `${args.join("-")}.log`);
  const env = { LOADED_MODULES: log, KEYFERRY_SETTINGS: join(folder, "home", "settings.json") };
  const { code, stdout } = await spawnKeyferry(args, { env, flags: ["--import", HOOK] });
  const modules = readFileSync(log, "utf8")
    .split("\n")
    .filter((url) => url.startsWith("file:") && url !== HOOK);
  return { code, stdout, modules };
}

describe("what a command loads", () => {
  it("--version: the entry and what it is made of, alone", async () => {
    const { code, stdout, modules } = await loadedBy("--version");
    expect([code, stdout]).toEqual([0, "1.0.0\n"]);
    expect(modules.map((url) => url.split("/").slice(-2).join("/"))).toEqual([
      "src/main.ts",
      "src/compiled.ts",
      "src/node-version.ts",
    ]);
  });

  it("--help: no command, no core, no job, no provider", async () => {
    const { code, stdout, modules } = await loadedBy("--help");
    expect([code, stdout]).toEqual([0, expect.stringContaining("Usage: keyferry")]);
    expect(
      modules.filter((url) =>
        /\/core\/src\/(index|composition)|\/commands\/.*\/|packages\/jobs\/|packages\/provider-|@aws-sdk|inquirer\/core/.test(
          url,
        ),
      ),
    ).toEqual([]);
  });

  it("profile list: its own command, and neither a provider nor an SDK", async () => {
    const { code, modules } = await loadedBy("profile", "list");
    expect(code).toBe(0);
    expect(modules.filter((url) => /\/commands\/.*\//.test(url)).map((url) => url.split("/commands/")[1])).toEqual([
      "profile/list.ts",
    ]);
    expect(
      modules.filter((url) => /packages\/provider-|@aws-sdk|@smithy|packages\/jobs\/src|@inquirer/.test(url)),
    ).toEqual([]);
  });
});
