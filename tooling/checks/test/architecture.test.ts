import { describe, expect, it } from "vitest";
import { findingLine } from "../src/finding.ts";
import { CORE_FLOORS, drawArrows, findCircle, upwardArrows } from "../src/floors.ts";
import { reachOf } from "../src/reach.ts";
import { readSources, workspacePackages } from "../src/repository.ts";
import { SOURCE_RULES } from "../src/rules/index.ts";

const packages = workspacePackages();
const sources = packages.flatMap(({ folder }) => readSources(`${folder}/src`));
const core = sources.filter(({ path }) => path.startsWith("packages/core/src/"));

describe("core's floors", () => {
  const arrows = drawArrows(core);

  it("no import goes up a floor", () => {
    expect(upwardArrows(arrows).map(findingLine)).toEqual([]);
  });

  it("no circle between folders", () => {
    expect(findCircle(arrows)?.join(" → ")).toBeUndefined();
  });

  it("every folder stands on a floor", () => {
    const rooms = new Set(core.map(({ path }) => path.split("/")[3]?.replace(/\.ts$/, "") ?? ""));
    expect([...rooms].filter((room) => CORE_FLOORS[room] === undefined)).toEqual([]);
  });
});

describe("packages", () => {
  it("do not import each other in a circle", () => {
    const names = new Map(packages.map(({ folder, manifest }) => [manifest.name, folder]));
    const arrows = new Map<string, Map<string, string[]>>();
    for (const { path, imports } of sources) {
      const from = path.split("/", 2).join("/");
      for (const { specifier } of imports) {
        const name = [...names.keys()].find((known) => specifier === known || specifier.startsWith(`${known}/`));
        const to = name === undefined ? undefined : names.get(name);
        if (to === undefined || to === from) continue;
        const row = arrows.get(from) ?? new Map<string, string[]>();
        arrows.set(from, row.set(to, [path]));
      }
    }
    expect(findCircle(arrows)?.join(" → ")).toBeUndefined();
  });

  it("reach no file of another package by a relative path", () => {
    const stray = sources.flatMap(({ path }) =>
      [...reachOf(path, sources, { lazy: true }).files].filter(
        (file) => !file.startsWith(`${path.split("/", 3).join("/")}/`),
      ),
    );
    expect(stray).toEqual([]);
  });
});

describe("sealed subpaths", () => {
  it("@keyferry/core/provider reaches contract/ alone, and no package", () => {
    const { files, packages } = reachOf("packages/core/src/contract/provider.ts", core, { lazy: true });
    expect([...files].filter((file) => !file.startsWith("packages/core/src/contract/"))).toEqual([]);
    expect([...packages]).toEqual([]);
  });

  it("@keyferry/core/delivery reaches contract/ and secret/ alone, and no package", () => {
    const { files, packages } = reachOf("packages/core/src/secret/delivery.ts", core, { lazy: true });
    expect([...files].filter((file) => !/^packages\/core\/src\/(contract|secret)\//.test(file))).toEqual([]);
    expect([...packages].filter((name) => !name.startsWith("node:"))).toEqual([]);
  });

  it("@keyferry/core/testing reaches neither the container nor a use-case, and no package", () => {
    const { files, packages } = reachOf("packages/core/src/testing/testing.ts", core, { lazy: true });
    const allowed = /^packages\/core\/src\/(testing|connections|plugins|settings|contract|secret)\//;
    expect([...files].filter((file) => !allowed.test(file))).toEqual([]);
    expect([...packages].filter((name) => !name.startsWith("node:"))).toEqual([]);
  });

  const providers = packages.filter(({ manifest }) => manifest.keyferry?.provider);
  it.each(providers.map(({ folder }) => folder))("importing %s loads no client, so no SDK", (folder) => {
    const { files, packages } = reachOf(`${folder}/src/index.ts`, sources, { lazy: false });
    expect([...files].filter((file) => /\/src\/(client|login-provider)\.ts$/.test(file))).toEqual([]);
    expect([...packages].filter((name) => name !== "@keyferry/core/provider")).toEqual([]);
  });
});

describe("every source file", () => {
  it.each(Object.keys(SOURCE_RULES))("%s", (sentence) => {
    const rule = SOURCE_RULES[sentence];
    expect(sources.flatMap((source) => rule?.(source) ?? []).map(findingLine)).toEqual([]);
  });
});
