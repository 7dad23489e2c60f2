import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundle } from "../src/bundle.ts";
import { readPackage } from "../src/package.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keyferry-build-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const MANIFEST = {
  name: "@acme/tool",
  type: "module",
  dependencies: { installed: "^1.0.0" },
  publishConfig: { exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } } },
};

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A package `taken`, which is no dependency, and one that is. */
const FOREIGN = {
  "node_modules/taken/package.json": `{ "name": "taken", "version": "2.1.0", "license": "MIT", "main": "./index.js" }`,
  "node_modules/taken/LICENSE": "Do as you like.\n",
  "node_modules/taken/index.js": `const path = require("path");\nexports.taken = (name) => path.posix.join("taken", name);\n`,
  "node_modules/installed/package.json": `{ "name": "installed", "version": "1.0.0", "type": "module", "main": "./index.js" }`,
  "node_modules/installed/index.js": `export const installed = "installed";\n`,
};

const built = () => readdirSync(join(folder, "dist"), { recursive: true }).map(String).sort();

/** What a program prints that imports the built package. */
function runs(code: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout + stderr;
}

describe("a built package", () => {
  it("has what is no dependency inside, with its licence, and leaves what an installation brings", async () => {
    put({
      ...FOREIGN,
      "package.json": JSON.stringify(MANIFEST),
      "src/index.ts": `import { installed } from "installed";\nimport { taken } from "taken";\nexport const both: string = taken(installed);\n`,
    });
    await bundle(readPackage(folder));
    const code = readFileSync(join(folder, "dist", "index.js"), "utf8");
    expect(code).toContain(`from "installed"`);
    expect(code).not.toContain(`from "taken"`);
    expect(readFileSync(join(folder, "dist", "third-party.txt"), "utf8")).toBe("taken 2.1.0, MIT\n\nDo as you like.\n");
    rmSync(join(folder, "node_modules", "taken"), { recursive: true });
    expect(runs(`import { both } from "./dist/index.js"; console.log(both)`)).toBe("taken/installed\n");
  });

  it("keeps what is loaded later apart", async () => {
    put({
      "package.json": JSON.stringify(MANIFEST),
      "src/index.ts": `export const later = async () => (await import("./later.ts")).text;\n`,
      "src/later.ts": `export const text = "later";\n`,
    });
    await bundle(readPackage(folder));
    expect(built()).toEqual(expect.arrayContaining(["index.js", expect.stringMatching(/^later-.+\.js$/)]));
    expect(runs(`import { later } from "./dist/index.js"; console.log(await later())`)).toBe("later\n");
  });

  it("is one file, from which what is loaded later takes what both need, and is the same from wherever it is built", async () => {
    put({
      ...FOREIGN,
      "package.json": JSON.stringify(MANIFEST),
      "dist/later-of-yesterday.js": "export {};\n",
      "src/index.ts": `import { both } from "./both.ts";\nimport { sep } from "node:path";\nexport const later = async () => sep + both + (await import("./later.ts")).text;\n`,
      "src/both.ts": `export const both = "both";\n`,
      "src/later.ts": `import { taken } from "taken";\nimport { both } from "./both.ts";\nexport const text = taken(both);\n`,
    });
    await bundle(readPackage(folder));
    const code = readFileSync(join(folder, "dist", "index.js"), "utf8");
    expect(code).not.toMatch(/^import .*"\./m);
    expect(code).toContain("// src/both.ts\n");
    expect(code).not.toContain("keyferry-build-");
    expect(built()).not.toContain("later-of-yesterday.js");
    expect(runs(`import { later } from "./dist/index.js"; console.log(await later())`)).toBe("/bothtaken/both\n");
  });

  it.each(["/", "."])("does not depend on where its builder is started: %s", async (from) => {
    put({
      ...FOREIGN,
      "package.json": JSON.stringify(MANIFEST),
      "src/index.ts": `import { taken } from "taken";\nexport const later = async () => taken((await import("./later.ts")).text);\n`,
      "src/later.ts": `export const text = "later";\n`,
    });
    await bundle(readPackage(folder));
    const files = () => built().map((name) => [name, readFileSync(join(folder, "dist", name), "utf8")]);
    const here = files();
    const source = (name: string) => new URL(`../src/${name}.ts`, import.meta.url).href;
    const program = `import { bundle } from "${source("bundle")}"; import { readPackage } from "${source("package")}";
      await bundle(readPackage(${JSON.stringify(folder)}));`;
    const cwd = resolve(folder, from);
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd,
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(files()).toEqual(here);
  });

  it("has no file that only hands on what another one has", async () => {
    put({
      "package.json": JSON.stringify({ ...MANIFEST, name: "keyferry" }),
      "src/index.ts": `const { begin } = await import("./begin.ts");\nexport const began = await begin();\n`,
      "src/begin.ts": `const run = { load: () => import("./commands/run.ts") };\nexport const begin = async () => (await run.load()).define("x");\n`,
      "src/commands/run.ts": `export const define = (name) => "run " + name;\n`,
    });
    await bundle(readPackage(folder));
    expect(built()).toEqual([expect.stringMatching(/^cli-.+\.js$/), "index.js"]);
    expect(runs(`import { began } from "./dist/index.js"; console.log(began)`)).toBe("run x\n");
  });

  it("loads no undici for the sake of node:http, and can make a request all the same", async () => {
    put({
      "package.json": JSON.stringify(MANIFEST),
      "src/index.ts": `import http, { Agent } from "node:http";\nexport const made = [typeof http.request, new Agent().maxSockets];\n`,
    });
    await bundle(readPackage(folder));
    const loaded = `process.moduleLoadList.some((name) => name.includes("undici/undici"))`;
    const asked = `import { made } from "./dist/index.js"; console.log(made.join(), ${loaded})`;
    expect(runs(asked)).toBe("function,Infinity false\n");
    expect(runs(`import http from "node:http"; console.log(${loaded})`)).toBe("true\n");
  });

  it("is written in ASCII, and says what its sources say", async () => {
    const said = "a → “b”…\\u2026 😀 ﻿";
    put({
      "package.json": JSON.stringify(MANIFEST),
      "src/index.ts": `export const said = [\`${said}\`, "${said}", /[→-⇒]+ 😀/u.test("→⇒ 😀"), /…/.test("…")];\n`,
    });
    await bundle(readPackage(folder));
    const code = readFileSync(join(folder, "dist", "index.js"), "utf8");
    expect(code).toMatch(/^[\0-\x7f]+$/);
    const meant = said.replace("\\u2026", "…");
    const asked = `import { said } from "./dist/index.js"; console.log(JSON.stringify(said))`;
    expect(JSON.parse(runs(asked))).toEqual([meant, meant, true, true]);
  });

  it("has the declarations that an entry reaches, and no other", async () => {
    put({
      "package.json": JSON.stringify(MANIFEST),
      "src/index.ts": "export const one = 1;\n",
      "dist/index.d.ts": `export type { Kept } from "./deep/kept.ts";\n`,
      "dist/deep/kept.d.ts": `export interface Kept { it: import("../other.ts").Other }\n`,
      "dist/other.d.ts": "export type Other = string;\n",
      "dist/deep/lost.d.ts": `import type { X } from "taken";\nexport type Lost = X;\n`,
      "dist/gone/lost.d.ts": "export {};\n",
    });
    await bundle(readPackage(folder));
    expect(built()).toEqual(["deep", "deep/kept.d.ts", "index.d.ts", "index.js", "other.d.ts"]);
    expect(existsSync(join(folder, "dist", "third-party.txt"))).toBe(false);
  });

  it("is not built from a package that names no licence", async () => {
    put({
      ...FOREIGN,
      "package.json": JSON.stringify(MANIFEST),
      "node_modules/taken/package.json": `{ "name": "taken", "version": "2.1.0", "main": "./index.js" }`,
      "src/index.ts": `export { taken } from "taken";\n`,
    });
    await expect(bundle(readPackage(folder))).rejects.toThrow("taken 2.1.0 names no licence");
  });
});
