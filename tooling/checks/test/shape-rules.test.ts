import { describe, expect, it } from "vitest";
import { internalRanges, lifecycleScripts, providerShape, publishableShape } from "../src/package-shape.ts";
import type { PackageManifest } from "../src/repository.ts";
import { deadLinks, firstColumn, longFile, machineTraces, namedTests } from "../src/text-rules.ts";

const GOOD: PackageManifest = {
  name: "@keyferry/provider-acme",
  version: "1.0.0",
  description: "Acme for Keyferry.",
  license: "MIT",
  type: "module",
  engines: { node: ">=22.18" },
  keyferry: { provider: { id: "acme", apiVersion: 1 } },
  exports: { ".": "./src/index.ts", "./package.json": "./package.json" },
  publishConfig: {
    access: "public",
    provenance: true,
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./package.json": "./package.json" },
  },
  files: ["dist"],
  scripts: {
    build: "tsc -p tsconfig.build.json && node ../../tooling/build/src/main.ts",
    typecheck: "tsc -p tsconfig.json",
  },
  peerDependencies: { "@keyferry/core": "^1.0.0" },
  devDependencies: { "@keyferry/core": "workspace:^" },
};
const FILES = [
  "README.md",
  ...["index", "manifest", "address", "policy", "client", "session", "errors"].map((f) => `src/${f}.ts`),
];
const at = (change: Partial<PackageManifest>) => ({
  folder: "packages/provider-acme",
  manifest: { ...GOOD, ...change },
});
const versions = new Map([["@keyferry/core", "1.4.0"]]);

describe("the shape of a package", () => {
  it("a good one passes every rule", () => {
    expect(publishableShape(at({}), FILES)).toEqual([]);
    expect(providerShape(at({}), FILES)).toEqual([]);
    expect(internalRanges(at({}), versions)).toEqual([]);
    expect(lifecycleScripts(at({}))).toEqual([]);
  });

  it.each<[string, Partial<PackageManifest>]>([
    ["another license", { license: "ISC" }],
    ["CommonJS", { type: "commonjs" }],
    ["older engines", { engines: { node: ">=18" } }],
    ["sources in the packed files", { files: ["dist", "src"] }],
    ["a subpath that is not published", { exports: { ...GOOD.exports, "./more": "./src/more.ts" } }],
    ["no provenance", { publishConfig: { ...GOOD.publishConfig, provenance: false } }],
    ["another build", { scripts: { ...GOOD.scripts, build: "esbuild" } }],
    ["no sentence", { description: "Acme" }],
  ])("%s is caught", (_, change) => {
    expect(publishableShape(at(change), FILES)).toHaveLength(1);
  });

  it("a missing README is caught", () => {
    expect(publishableShape(at({}), FILES.slice(1))).toHaveLength(1);
  });

  it("a provider's missing file, wrong marker and missing peer are caught", () => {
    expect(providerShape(at({}), FILES.slice(0, -1))).toHaveLength(1);
    expect(providerShape(at({ keyferry: { provider: { id: "other", apiVersion: 1 } } }), FILES)).toHaveLength(1);
    expect(providerShape(at({ peerDependencies: {} }), FILES)).toHaveLength(1);
  });

  it.each(["workspace:^", "^1.3.0", ">=1 <2", "^2.0.0", "*"])("the peer range %s is caught", (range) => {
    expect(internalRanges(at({ peerDependencies: { "@keyferry/core": range } }), versions)).toHaveLength(1);
  });

  it("a plain dependency that is not workspace:^ is caught", () => {
    expect(
      internalRanges(at({ dependencies: { "@keyferry/core": "^1.0.0" }, devDependencies: {} }), versions),
    ).toHaveLength(1);
  });

  it.each(["preinstall", "install", "postinstall", "prepare"])("the script %s is caught", (name) => {
    expect(lifecycleScripts(at({ scripts: { [name]: "node x.js" } }))).toHaveLength(1);
  });
});

describe("the rules about texts", () => {
  it("a registry, a folder beside the checkout and the checkout's own path are caught", () => {
    const host = ["registry", "example", "org"].join(".");
    const beside = ["..", "shared", "DESIGN.md"].join("/");
    expect(
      machineTraces("a.md", `see ${host}\nand ${beside}\nand /home/me/keyferry/x`, "/home/me/keyferry"),
    ).toHaveLength(3);
    expect(machineTraces("a.md", "a registry, ./shared/x and /home/me/keyferry2", "/home/me/keyferry")).toEqual([]);
  });

  it("a link to a missing page or heading is caught, and code is not read for links", () => {
    const read = (path: string) => (path === "docs/b.md" ? "# The `b`: a page\n```\n# part\n```\n" : undefined);
    const page =
      "# Top\n[b](b.md#the-b-a-page) [c](../c.md) [web](https://host.example#x) [here](#top) `[x](y.md)`\n[d](b.md#part)\n```\n[x](z.md)\n```\n";
    expect(deadLinks("docs/a.md", page, read)).toEqual([
      { path: "docs/a.md", line: 2, message: expect.stringContaining("../c.md") },
      { path: "docs/a.md", line: 3, message: expect.stringContaining("b.md#part") },
    ]);
  });

  it("a long file is caught at its cap", () => {
    expect(longFile("a.ts", "x\n".repeat(250))).toEqual([]);
    expect(longFile("a.ts", "x\n".repeat(251))).toHaveLength(1);
  });

  it("reads the first column of a table and the tests that a page names", () => {
    expect(
      firstColumn(
        "# T\n\n| package | for |\n| --- | --- |\n| `a` | x |\n| `@b/c` | y |\n\nand\n\n| other |\n| --- |\n| z |\n",
      ),
    ).toEqual(["a", "@b/c"]);
    expect(namedTests("see `a/b.test.ts` › *holds, too* › *bends*, `other.ts` and `c.test.ts`")).toEqual([
      { file: "a/b.test.ts", names: ["holds, too", "bends"] },
      { file: "c.test.ts", names: [] },
    ]);
  });
});
