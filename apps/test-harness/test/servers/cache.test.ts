import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cached, cacheFolder } from "../../src/servers/cache.ts";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "keyferry-cache-"));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const fill = (text: string) => (folder: string) => writeFile(join(folder, "file"), text);
const read = (folder: string) => readFileSync(join(folder, "file"), "utf8");

describe("the cache folder", () => {
  it("is the user's, and outside of the checkout", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/elsewhere" })).toBe(join("/elsewhere", "keyferry-servers"));
    for (const env of [{}, { XDG_CACHE_HOME: "" }, { XDG_CACHE_HOME: "relative" }]) {
      expect(cacheFolder(env)).toBe(join(homedir(), ".cache", "keyferry-servers"));
    }
  });
});

describe("an installation", () => {
  it("is made once", async () => {
    const first = await cached(cache, "server-1", fill("first"));
    const second = await cached(cache, "server-1", fill("second"));
    expect([second, read(second)]).toEqual([first, "first"]);
    expect(readdirSync(cache)).toEqual(["server-1"]);
  });

  it("that fails leaves nothing, and is made anew", async () => {
    const failing = cached(cache, "server-1", async (folder) => {
      await fill("half")(folder);
      throw new Error("no network");
    });
    await expect(failing).rejects.toThrow("no network");
    expect(readdirSync(cache)).toEqual([]);
    expect(read(await cached(cache, "server-1", fill("whole")))).toBe("whole");
  });

  it("of two at once, the first to finish is kept by both", async () => {
    const both = await Promise.all([cached(cache, "server-1", fill("same")), cached(cache, "server-1", fill("same"))]);
    expect(both.map(read)).toEqual(["same", "same"]);
    expect(readdirSync(cache)).toEqual(["server-1"]);
  });

  it("of a run that was killed is removed; that of a run that lives is not", async () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const [abandoned, working] = [`.partial-${dead}-abc`, `.partial-${process.pid}-abc`];
    for (const name of [abandoned, working]) await mkdir(join(cache, name));
    await cached(cache, "server-1", fill("whole"));
    expect(existsSync(join(cache, abandoned))).toBe(false);
    expect(existsSync(join(cache, working))).toBe(true);
  });
});
