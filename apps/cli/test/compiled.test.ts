import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder } from "../src/compiled.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "keyferry-compiled-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const MODULE = new URL("../src/compiled.ts", import.meta.url).href;

/** The folder that Node keeps compiled code in, in a process of its own that asked for it. */
function keptIn(env: Readonly<Record<string, string>> = {}, command = "list"): string {
  const code = `import { keepCompiled } from ${JSON.stringify(MODULE)}; import { getCompileCacheDir } from "node:module";
    keepCompiled(process, ${JSON.stringify(command)}); console.log(getCompileCacheDir() ?? "nowhere");`;
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", code];
  const { stdout } = spawnSync(process.execPath, args, { env: { HOME: home, ...env }, encoding: "utf8" });
  return stdout.trim();
}

describe("compiled code", () => {
  it("is kept in a folder of this user alone", () => {
    const folder = join(home, ".cache", "keyferry");
    expect(keptIn().startsWith(folder)).toBe(true);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it("is kept apart for runs, so that the first command of another kind does not decide what is kept", () => {
    const folder = join(home, ".cache", "keyferry");
    expect(keptIn({}, "run").startsWith(join(folder, "run"))).toBe(true);
    expect(keptIn({}, "../../secret").startsWith(join(folder, "others"))).toBe(true);
  });

  it("is kept nowhere where others can write, or get in", () => {
    const folder = join(home, ".cache", "keyferry");
    mkdirSync(folder, { recursive: true });
    for (const mode of [0o720, 0o702, 0o777, 0o1777, 0o750, 0o755]) {
      chmodSync(folder, mode);
      expect(keptIn()).toBe("nowhere");
    }
  });

  it("is kept nowhere where others could put another folder in its place", () => {
    expect(keptIn()).not.toBe("nowhere");
    for (const above of [home, join(home, ".cache")]) {
      chmodSync(above, 0o777);
      expect(keptIn()).toBe("nowhere");
      chmodSync(above, 0o700);
    }
    expect(keptIn()).not.toBe("nowhere");
  });

  it.runIf(process.getuid?.() === 0)("is kept nowhere in the home of another user, as by sudo", () => {
    chownSync(home, 12_345, 12_345);
    expect(keptIn()).toBe("nowhere");
  });

  it("is kept nowhere behind a link", () => {
    mkdirSync(join(home, ".cache"));
    mkdirSync(join(home, "elsewhere"));
    symlinkSync(join(home, "elsewhere"), join(home, ".cache", "keyferry"));
    expect(keptIn()).toBe("nowhere");
  });

  it("is kept nowhere where there is no home, or a file stands in the way", () => {
    expect(keptIn({ HOME: "" })).toBe("nowhere");
    expect(keptIn({ HOME: join(import.meta.dirname, "compiled.test.ts") })).toBe("nowhere");
  });

  it("makes no home that is not there, as that of Debian's service users", () => {
    const none = join(home, "nonexistent");
    expect(keptIn({ HOME: none })).toBe("nowhere");
    expect(existsSync(none)).toBe(false);
    expect(keptIn({ HOME: none, XDG_CACHE_HOME: join(home, "cache") })).not.toBe("nowhere");
  });

  it("is kept where NODE_COMPILE_CACHE says, or not at all where Node is told so", () => {
    expect(keptIn({ NODE_COMPILE_CACHE: join(home, "given") }).startsWith(join(home, "given"))).toBe(true);
    expect(keptIn({ NODE_DISABLE_COMPILE_CACHE: "1" })).toBe("nowhere");
    expect(existsSync(join(home, ".cache", "keyferry", "others"))).toBe(false);
  });

  it.each([
    ["linux", { HOME: "/home/a" }, "/home/a/.cache/keyferry"],
    ["linux", { HOME: "/home/a", XDG_CACHE_HOME: "/fast" }, "/fast/keyferry"],
    ["linux", { HOME: "/home/a", XDG_CACHE_HOME: "relative" }, "/home/a/.cache/keyferry"],
    ["linux", { HOME: "relative" }, undefined],
    ["darwin", { HOME: "/Users/a" }, "/Users/a/Library/Caches/keyferry"],
    ["win32", { LOCALAPPDATA: "C:\\Users\\a\\AppData\\Local" }, "C:\\Users\\a\\AppData\\Local\\Keyferry\\Cache"],
    ["win32", {}, undefined],
  ] as const)("on %s with %o it is %s", (platform, env, folder) => {
    expect(cacheFolder(env, platform)).toBe(folder);
  });
});
