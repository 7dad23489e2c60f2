import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { weigh } from "../src/pack/size.ts";
import { ROOT, workspacePackages } from "../src/repository.ts";

const KB = 1000;

describe("entries stay small", () => {
  it("@keyferry/core/provider: at most 2 kB, minified and zipped", async () => {
    const { gzip } = await weigh(join(ROOT, "packages/core/src/contract/provider.ts"));
    expect(gzip).toBeLessThanOrEqual(2 * KB);
  });

  const providers = workspacePackages().filter(({ manifest }) => manifest.keyferry?.provider);
  it.each(providers.map(({ folder }) => folder))("%s: at most 8 kB, minified, without its SDK", async (folder) => {
    const { minified } = await weigh(join(ROOT, folder, "src/index.ts"));
    expect(minified).toBeLessThanOrEqual(8 * KB);
  });
});

describe("the scales", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("weigh what an entry loads, and neither packages nor lazy parts", async () => {
    folder = mkdtempSync(join(tmpdir(), "keyferry-size-"));
    const write = (name: string, code: string) => writeFileSync(join(folder, name), code);
    write("heavy.ts", `export const text = ${JSON.stringify("x".repeat(5_000))};`);
    write("eager.ts", `import { text } from "./heavy.ts"; import sdk from "sdk"; export const all = [text, sdk];`);
    write("lazy.ts", `export const load = () => import("./heavy.ts");`);
    expect((await weigh(join(folder, "eager.ts"))).minified).toBeGreaterThan(5_000);
    expect((await weigh(join(folder, "lazy.ts"))).minified).toBeLessThan(500);
  });
});
