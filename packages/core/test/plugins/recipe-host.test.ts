import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PackageRecipeHost } from "../../src/plugins/recipe-host.ts";
import { recipe } from "../support/recipe.ts";

const NAME = "keyferry-recipes-acme";
const MARKER = { recipes: { id: "acme", apiVersion: 1, file: "./recipes.json" } };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-recipes-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function installed(recipes: unknown, marker: unknown = MARKER): Promise<string> {
  const place = join(folder, "node_modules", NAME);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "package.json"), JSON.stringify({ name: NAME, version: "1.2.3", keyferry: marker }));
  await writeFile(join(place, "recipes.json"), typeof recipes === "string" ? recipes : JSON.stringify({ recipes }));
  return place;
}

function host(explicit: readonly string[] = [NAME]): PackageRecipeHost {
  const given = async () => [recipe({ id: "builtin" })];
  return new PackageRecipeHost({ given, roots: [`file://${folder}/`], explicit: async () => explicit });
}

/** What is wrong with the package, as one text. */
async function broken(): Promise<string> {
  const { found, broken: errors } = await host().recipes();
  expect(found.map(({ recipe: { id } }) => id)).toEqual(["builtin"]);
  return errors.map(({ message }) => message).join("\n");
}

describe("recipes of packages", () => {
  it("come behind those of the host, with their package and its version", async () => {
    await installed([recipe({ id: "acme" }), recipe({ id: "acme-mirror" })]);
    const { found, broken: errors } = await host().recipes();
    expect(errors).toEqual([]);
    expect(found.map(({ recipe: { id }, package: name, version }) => [id, name, version])).toEqual([
      ["builtin", undefined, undefined],
      ["acme", NAME, "1.2.3"],
      ["acme-mirror", NAME, "1.2.3"],
    ]);
  });

  it("are frozen copies", async () => {
    await installed([recipe({ id: "acme" })]);
    const [, acme] = (await host().recipes()).found;
    expect(Object.isFrozen(acme?.recipe.payloads)).toBe(true);
  });

  it("are looked for in listed packages alone", async () => {
    await installed([recipe({ id: "acme" })]);
    expect((await host([]).recipes()).found.length).toBe(1);
  });

  it("are passed over in silence where a package has no such marker", async () => {
    await installed([], { provider: { id: "acme", apiVersion: 1 } });
    expect(await broken()).toBe("");
  });

  it.each([
    ["not JSON", "its recipe file is not JSON"],
    ["{}", 'its recipe file has no list "recipes"'],
  ])("break nothing where their file is damaged: %s", async (text, message) => {
    await installed(text);
    expect(await broken()).toContain(message);
  });

  it.each([
    [{ id: "acme", apiVersion: 2, file: "./recipes.json" }, "contract 2"],
    [{ id: "acme", apiVersion: 1, file: "./../elsewhere.json" }, "no fitting file"],
    [{ id: "acme", apiVersion: 1, file: "/etc/recipes.json" }, "no fitting file"],
    [{ id: "Acme!", apiVersion: 1, file: "./recipes.json" }, "no fitting id"],
  ])("break nothing where the marker is wrong: %j", async (recipes, message) => {
    await installed([], { recipes });
    expect(await broken()).toContain(message);
  });

  it("may not take the name of another's, nor one that is not their package's", async () => {
    await installed([recipe({ id: "builtin" })], { recipes: { id: "builtin", apiVersion: 1, file: "./recipes.json" } });
    expect(await broken()).toContain("the recipe builtin is there already");
    await installed([recipe({ id: "ssh" })]);
    expect(await broken()).toContain("recipe.id must be acme");
  });

  it("are refused where everybody could have written them", async () => {
    const place = await installed([recipe({ id: "acme" })]);
    await chmod(join(place, "recipes.json"), 0o666);
    expect(await broken()).toContain("another user could have put or changed it");
  });

  it("say how to install a listed package that is not there", async () => {
    expect(await broken()).toContain("npm install");
  });
});
