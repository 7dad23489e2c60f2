import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findingLine } from "../src/finding.ts";
import { internalRanges, lifecycleScripts, providerShape, publishableShape } from "../src/package-shape.ts";
import {
  listFiles,
  type PackageManifest,
  publishablePackages,
  ROOT,
  readText,
  workspacePackages,
} from "../src/repository.ts";
import { readSource } from "../src/source.ts";
import { deadLinks, firstColumn, longFile, machineTraces, namedTests } from "../src/text-rules.ts";

const packages = workspacePackages();
const root = { folder: ".", manifest: JSON.parse(readText("package.json")) as PackageManifest };
const files = listFiles();
const inside = (folder: string) =>
  files.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
const texts = files.filter((path) => /\.(ts|js|mjs|json|md|ya?ml)$|^\.ci\//.test(path) && path !== "pnpm-lock.yaml");

describe("packages", () => {
  it("no script runs by itself", () => {
    expect([root, ...packages].flatMap(lifecycleScripts).map(findingLine)).toEqual([]);
  });

  it.each(publishablePackages().map((found) => [found.folder, found] as const))(
    "%s has the common shape",
    (folder, found) => {
      expect(publishableShape(found, inside(folder)).map(findingLine)).toEqual([]);
    },
  );

  const providers = packages.filter(({ folder }) => /^packages\/provider-(?!testkit$)/.test(folder));
  it.each(providers.map((found) => [found.folder, found] as const))(
    "%s has the files of a provider",
    (folder, found) => {
      expect(providerShape(found, inside(folder)).map(findingLine)).toEqual([]);
    },
  );

  it("peers are plain wide ranges that admit what stands here", () => {
    const versions = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]));
    expect(packages.flatMap((found) => internalRanges(found, versions)).map(findingLine)).toEqual([]);
  });

  it("core takes in the packages of decision 0009 and no other, and depends on none", () => {
    const core = packages.find(({ folder }) => folder === "packages/core")?.manifest;
    const sources = files.filter((path) => path.startsWith("packages/core/src/"));
    const imports = sources.flatMap((path) => readSource(path, readText(path)).imports);
    const foreign = imports.filter(({ specifier, typeOnly }) => !typeOnly && !/^(\.|node:)/.test(specifier));
    const decided = firstColumn(readText("docs/decisions/0009-run-time-dependencies.md"));
    expect([...new Set(foreign.map(({ specifier }) => specifier))].sort()).toEqual(decided);
    expect(core?.dependencies).toBeUndefined();
  });
});

describe("files", () => {
  it("sources are at most 250 lines", () => {
    const sources = files.filter((path) => /^(packages|apps|tooling)\/[^/]+\/src\/.*\.ts$/.test(path));
    expect(sources.flatMap((path) => longFile(path, readText(path))).map(findingLine)).toEqual([]);
  });

  it("no file names a registry or a path of this machine", () => {
    expect(texts.flatMap((path) => machineTraces(path, readText(path), ROOT)).map(findingLine)).toEqual([]);
  });

  it("links between pages lead somewhere", () => {
    const pages = files.filter((path) => path.endsWith(".md"));
    const read = (path: string) =>
      pages.includes(path) ? readText(path) : existsSync(join(ROOT, path)) ? "" : undefined;
    expect(pages.flatMap((path) => deadLinks(path, readText(path), read)).map(findingLine)).toEqual([]);
  });

  it("every test that ARCHITECTURE.md names exists", () => {
    const named = namedTests(readText("ARCHITECTURE.md"));
    expect(named.length).toBeGreaterThan(10);
    const lost = named.flatMap(({ file, names }) => {
      if (!files.includes(file)) return [file];
      const text = readText(file);
      return names.filter((name) => !text.includes(name)).map((name) => `${file} › ${name}`);
    });
    expect(lost).toEqual([]);
  });
});
