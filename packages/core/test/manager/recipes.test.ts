import { describe, expect, it } from "vitest";
import type { SealedValue } from "../../src/contract/job.ts";
import type { Recipe } from "../../src/contract/recipe.ts";
import { checkPrograms } from "../../src/manager/check-programs.ts";
import { recipeJob } from "../../src/manager/recipe-job.ts";
import { planRecipe, type RecipePlan } from "../../src/manager/recipe-plan.ts";
import { findRecipe } from "../../src/manager/recipes.ts";
import type { ProfileDefinition, Settings } from "../../src/settings/model.ts";
import { errorOf } from "../settings/support/folder.ts";
import { recipe } from "../support/recipe.ts";

const SETTINGS: Settings = {
  revision: 1,
  plugins: [],
  connections: new Map(),
  secrets: new Map([["s1", { name: "nas", connection: "c", remoteName: "nas", type: "password" }]]),
  profiles: new Map(),
  readOnly: new Set(),
};
const SEALED: SealedValue = { sealed: "keyferry.secret.v1" };
const JOB = { recipe: "acme", args: ["--dry", "run"] };

function profile(settings: ProfileDefinition["settings"] = {}): ProfileDefinition {
  const set = { "sftp.host": { literal: "nas.example" }, "sftp.password": { secret: "s1" }, ...settings };
  return { name: "nightly", settings: set, deliver: {}, job: JOB };
}

const plan = (of: ProfileDefinition, by: Recipe = recipe()): RecipePlan => planRecipe(SETTINGS, of, JOB, by);

/** All that stands against a plan. */
function refused(of: ProfileDefinition, by?: Recipe): string[] {
  try {
    plan(of, by);
  } catch (thrown) {
    return String((thrown as Error).message).split("\n");
  }
  return [];
}

describe("a profile with a recipe", () => {
  it("becomes a job: literals in arguments, the person's own where they belong, secrets in payloads alone", () => {
    expect(recipeJob(plan(profile()), new Map([["sftp.password", SEALED]]))).toEqual({
      program: "acme",
      args: [["--host=", "nas.example"], "--dry", "run", [{ placeOf: "login" }]],
      payloads: [
        {
          id: "login",
          delivery: { kind: "fd", descriptor: 7 },
          parts: ["password=", { setting: "sftp.password", value: SEALED, encoding: "line" }, "\n"],
        },
      ],
      loginFailed: [5],
      variables: {},
    });
  });

  it("leaves out what does not count, and fills in what is not set", () => {
    const port = { setting: "sftp.port", default: "22" };
    const path = { setting: "sftp.path" };
    const by = recipe({
      settings: [...recipe().settings, port, path],
      args: [
        { when: ["sftp.path"], pieces: ["with path"] },
        { unless: ["sftp.path"], pieces: ["without path"] },
        { pieces: [{ literal: "sftp.port" }] },
      ],
      environment: [{ name: "ACME_PATH", when: ["sftp.path"], pieces: [{ literal: "sftp.path" }] }],
    });
    const job = (of: ProfileDefinition) => recipeJob(plan(of, by), new Map([["sftp.password", SEALED]]));
    expect(job(profile()).args).toEqual([["without path"], ["22"]]);
    const set = job(profile({ "sftp.path": { literal: "/a" }, "sftp.port": { literal: "2222" } }));
    expect([set.args, set.variables]).toEqual([[["with path"], ["2222"]], { ACME_PATH: ["/a"] }]);
  });

  it("is refused with everything that is missing or too much, at once", () => {
    const { "sftp.host": _, ...rest } = profile({ "ftp.host": { literal: "x" } }).settings;
    const of = { ...profile(), settings: rest, deliver: { "sftp.password": "env:P" } };
    expect(refused(of)).toEqual([
      expect.stringContaining("needs sftp.host"),
      expect.stringContaining("does not take ftp.host"),
      expect.stringContaining("delivers its settings itself"),
    ]);
  });

  it("takes exactly one of several logins", () => {
    const settings = [...recipe().settings.slice(0, 1), { setting: "sftp.password" }, { setting: "sftp.private-key" }];
    const by = recipe({ settings, oneOf: [["sftp.password", "sftp.private-key"]] });
    expect(refused(profile(), by)).toEqual([]);
    const { "sftp.password": _, ...none } = profile().settings;
    expect(refused({ ...profile(), settings: none }, by)).toEqual([expect.stringContaining("needs one of")]);
  });

  it.each(["-oProxyCommand=id", ""])("refuses a literal that would be an option of the program: %j", (literal) => {
    const by = recipe({ args: [{ pieces: [{ literal: "sftp.host" }] }] });
    expect(refused(profile({ "sftp.host": { literal } }), by)).toHaveLength(1);
    expect(refused(profile({ "sftp.host": { literal } }))).toEqual([]);
  });
});

describe("the programs of a recipe", () => {
  const check = (printed: string | undefined) => checkPrograms(recipe(), async () => printed, ["AKID"]);

  it.each(["acme 1.2", "acme 1.10.3", "note\nacme 2.0-rc1"])("are new enough: %s", async (printed) => {
    await expect(check(printed)).resolves.toBeUndefined();
  });

  it.each([
    [undefined, "program", "was not found"],
    ["acme 1.1", "unsupported", "1.1"],
    ["another program", "unsupported", "does not say its version"],
  ])("are told where they are not there or too old: %s", async (printed, code, text) => {
    const [failure] = (await errorOf(check(printed))).failures;
    expect([failure?.code, failure?.message]).toEqual([code, expect.stringContaining(text)]);
  });

  it("are asked without the variables of the logins", async () => {
    const asked: unknown[] = [];
    const probe = async (what: unknown) => {
      asked.push(what);
      return "acme 1.2";
    };
    await checkPrograms(recipe(), probe, ["AKID"]);
    expect(asked).toEqual([{ program: "acme", args: ["--version"], withheldVariables: ["AKID"] }]);
  });
});

describe("a recipe that is not there", () => {
  it("is told with the nearest ones", async () => {
    const host = { recipes: async () => ({ found: [{ recipe: recipe() }], broken: [] }) };
    const [failure] = (await errorOf(findRecipe(host, "acne"))).failures;
    expect([failure?.code, failure?.hint]).toEqual(["unknown-name", expect.stringContaining('"acme"')]);
  });
});
