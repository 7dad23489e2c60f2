import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";

const ENTRY = new URL("../src/index.ts", import.meta.url).href;

describe("the manifest", () => {
  it("equals the marker in package.json, and is of Windows alone", () => {
    const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(JSON.parse(text).keyferry.provider).toEqual({ id: provider.manifest.id, apiVersion: 1 });
    expect(provider.manifest.platforms).toEqual(["win32"]);
  });

  it("asks for nothing but a name", () => {
    const { fields, auth } = provider.manifest;
    expect([fields, auth.map((method) => method.fields)]).toEqual([[], [[]]]);
  });
});

describe("loading the provider", () => {
  it("loads no native library", async () => {
    const program = `import { registerHooks } from "node:module"; const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      await import(${JSON.stringify(ENTRY)}); process.stdout.write(JSON.stringify(loaded));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
    const loaded: string[] = JSON.parse(stdout);
    expect(loaded).toContain(ENTRY);
    expect(loaded.filter((url) => /koffi|client\.ts/.test(url))).toEqual([]);
  });

  it("has one module that names it", () => {
    const folder = new URL("../src/", import.meta.url);
    const naming = readdirSync(folder).filter((file) =>
      readFileSync(new URL(file, folder), "utf8").includes('"koffi"'),
    );
    expect(naming).toEqual(["client.ts"]);
  });
});
