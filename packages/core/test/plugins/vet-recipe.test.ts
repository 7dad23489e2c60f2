import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENCODINGS } from "../../src/contract/encoding.ts";
import type { Recipe } from "../../src/contract/recipe.ts";
import { vetRecipe } from "../../src/plugins/vet-recipe.ts";
import { recipe } from "../support/recipe.ts";

const problems = (given: unknown): readonly string[] => {
  const verdict = vetRecipe(given, "acme");
  return "problems" in verdict ? verdict.problems : [];
};

/** A recipe as a stranger's file may hold it. */
const damaged = (changes: Record<string, unknown>): unknown => ({ ...recipe(), ...changes });

describe("docs/writing-recipes.md", () => {
  it("shows a recipe that is right, and names every encoding", () => {
    const page = readFileSync(new URL("../../../../docs/writing-recipes.md", import.meta.url), "utf8");
    const [, , file = ""] = page.split("```json\n").map((part) => part.split("```")[0] ?? "");
    const { recipes } = JSON.parse(file) as { recipes: unknown[] };
    expect(recipes.flatMap(problems)).toEqual([]);
    expect(recipes).toHaveLength(1);
    expect(ENCODINGS.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("a recipe", () => {
  it("is taken as it is where it is right", () => {
    expect(vetRecipe(recipe(), "acme")).toEqual({ recipe: recipe() });
  });

  it("may have settings of its own, in the group of its package", () => {
    const own = { description: "A token", takes: "password" } as const;
    const settings: Recipe["settings"] = [...recipe().settings, { setting: "acme.token", own }];
    expect(problems(recipe({ settings }))).toEqual([]);
    expect(problems(recipe({ settings: [...recipe().settings, { setting: "other.token", own }] }))).toEqual([
      "recipe.settings[2] is its own, so its group must be acme",
    ]);
    expect(problems(recipe({ settings: [...recipe().settings, { setting: "sftp.token", own }] }))).toHaveLength(1);
  });

  it.each([
    ["an argument", { args: [{ pieces: [{ literal: "sftp.password" }] }] }],
    ["a variable", { environment: [{ name: "PASSWORD", pieces: [{ literal: "sftp.password" }] }] }],
    [
      "an argument, as a username",
      {
        settings: [...recipe().settings, { setting: "sftp.username" }],
        args: [{ pieces: [{ literal: "sftp.username" }] }],
      },
    ],
    ["a default", { settings: [{ setting: "sftp.host" }, { setting: "sftp.password", default: "hunter2" }] }],
  ])("lets no secret into %s", (_, changes) => {
    expect(problems(damaged(changes)).length).toBeGreaterThan(0);
  });

  it.each([
    ["a setting that nobody has", { settings: [{ setting: "sftp.nothing" }] }],
    ["a payload that it has not", { args: [{ pieces: [{ path: "nowhere" }] }] }],
    ["a setting that it does not take", { oneOf: [["sftp.password", "sftp.private-key"]] }],
    [
      "a delivery that does not exist",
      {
        payloads: [{ id: "login", delivery: { kind: "arguments" }, parts: [{ setting: "sftp.password", as: "line" }] }],
      },
    ],
    [
      "a variable that steers programs",
      {
        payloads: [{ id: "login", delivery: { kind: "env", variable: "LD_PRELOAD" }, parts: ["x"] }],
      },
    ],
    ["a plain variable that steers programs", { environment: [{ name: "PATH", pieces: ["/tmp"] }] }],
    [
      "an encoding that does not exist",
      {
        payloads: [{ id: "login", delivery: { kind: "stdin" }, parts: [{ setting: "sftp.password", as: "rot13" }] }],
      },
    ],
    ["a program by its path", { programs: [{ name: "/tmp/acme", versionArgs: [] }] }],
    ["a version pattern without a group", { programs: [{ name: "acme", versionArgs: [], versionPattern: "acme" }] }],
    ["success for a failed login", { loginFailed: [0] }],
  ])("is refused where it names %s", (_, changes) => {
    expect(problems(damaged(changes)).length).toBeGreaterThan(0);
  });

  it("may leave the variable of a path out", () => {
    const [login] = recipe().payloads;
    if (!login) throw new Error("the recipe has a payload");
    expect(problems(recipe({ payloads: [{ ...login, delivery: { kind: "pipe" } }] }))).toEqual([]);
    expect(problems(damaged({ payloads: [{ ...login, delivery: { kind: "env" } }] })).length).toBeGreaterThan(0);
  });

  it("never makes the check throw, whatever it is", () => {
    const members = fc.dictionary(fc.constantFrom(...Object.keys(recipe())), fc.jsonValue());
    fc.assert(
      fc.property(members, (changes) => {
        const verdict = vetRecipe({ ...recipe(), ...changes }, "acme");
        expect("recipe" in verdict || verdict.problems.length > 0).toBe(true);
      }),
    );
  });
});
