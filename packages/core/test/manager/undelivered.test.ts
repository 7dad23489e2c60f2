import { describe, expect, it } from "vitest";
import { isKeyferryError } from "../../src/contract/failure.ts";
import type { Recipe } from "../../src/contract/recipe.ts";
import { planRecipe } from "../../src/manager/recipe-plan.ts";
import { planRun } from "../../src/manager/run-plan.ts";
import type { ProfileDefinition, SecretDefinition, Settings } from "../../src/settings/model.ts";
import { recipe } from "../support/recipe.ts";

const KEY = "sftp.private-key";
const PASSPHRASE = "sftp.private-key-passphrase";
const JOB = { program: "backup", args: [] };
const RECIPE_JOB = { recipe: "acme", args: [] };

const secret = (name: string, type: SecretDefinition["type"]): SecretDefinition => ({
  name,
  connection: "c",
  remoteName: name,
  type,
});

function settings(profile: ProfileDefinition): Settings {
  return {
    revision: 1,
    plugins: [],
    connections: new Map(),
    secrets: new Map([
      ["s1", secret("nas-passphrase", "password")],
      ["s2", secret("nas-key", "private-key")],
    ]),
    profiles: new Map([["p", profile]]),
    readOnly: new Set(),
  };
}

function profile(key: boolean, deliver: Readonly<Record<string, string>> = {}): ProfileDefinition {
  const set = { [PASSPHRASE]: { secret: "s1" }, ...(key ? { [KEY]: { secret: "s2" } } : {}) };
  return { name: "nightly", settings: set, deliver };
}

/** What stands against it, as a person reads it. */
function refusals(plan: () => unknown): readonly (string | undefined)[][] {
  try {
    plan();
    return [];
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    return thrown.failures.map(({ code, where, setting, message, hint }) => [code, where, setting, message, hint]);
  }
}

describe("a passphrase for the agent", () => {
  const run = (of: ProfileDefinition, deliver?: Readonly<Record<string, string>>) =>
    refusals(() => planRun(settings(of), "nightly", { job: JOB, ...(deliver ? { deliver } : {}) }));
  const LONE = [
    "delivery",
    "profile nightly",
    PASSPHRASE,
    `${PASSPHRASE} opens a private key in the job's SSH agent, and no key goes there`,
    "deliver the key by ssh-agent as well, or the passphrase another way",
  ];

  it("is refused where no key goes to it, however that was said", () => {
    expect(run(profile(false, { [PASSPHRASE]: "ssh-agent:passphrase" }))).toEqual([LONE]);
    expect(run(profile(false), { [PASSPHRASE]: "ssh-agent:passphrase" })).toEqual([LONE]);
    expect(run(profile(true, { [PASSPHRASE]: "ssh-agent:passphrase", [KEY]: "fd:3" }))).toEqual([LONE]);
    const both = profile(true, { [PASSPHRASE]: "ssh-agent:passphrase", [KEY]: "ssh-agent" });
    expect(run(both, { [KEY]: "memory-file:KEY" })).toEqual([LONE]);
  });

  it("is taken with its key, and by other ways without one", () => {
    expect(run(profile(true, { [PASSPHRASE]: "ssh-agent:passphrase", [KEY]: "ssh-agent" }))).toEqual([]);
    expect(run(profile(false, { [PASSPHRASE]: "askpass:passphrase" }))).toEqual([]);
  });

  it("is refused with what else is wrong", () => {
    const found = run(profile(true, { [PASSPHRASE]: "ssh-agent:passphrase" }));
    expect(found.map(([code, , setting]) => [code, setting])).toEqual([
      ["delivery", KEY],
      ["delivery", PASSPHRASE],
    ]);
  });

  it("is refused in a recipe that delivers it without a key", () => {
    const by = passphraseRecipe({ id: "pass", delivery: { kind: "ssh-agent", role: "passphrase" } });
    expect(recipeRun(by)).toEqual([LONE]);
  });
});

describe("a secret that a recipe takes only beside others", () => {
  const payload = { id: "pass", delivery: { kind: "stdin" } } as const;
  const refusal = (without: string) => [
    "delivery",
    "profile nightly",
    PASSPHRASE,
    `the recipe acme delivers ${PASSPHRASE} only ${without}`,
    "keyferry recipe show acme says what it takes; take this one away: keyferry profile stop-using nightly sftp.private-key-passphrase",
  ];

  it("is refused without them, since nothing would deliver it", () => {
    expect(recipeRun(passphraseRecipe({ ...payload, when: [KEY] }))).toEqual([refusal(`with ${KEY}`)]);
    expect(recipeRun(passphraseRecipe(payload, { when: [KEY, "sftp.path"] }))).toEqual([
      refusal(`with ${KEY}, sftp.path`),
    ]);
    expect(recipeRun(passphraseRecipe(payload, { unless: [PASSPHRASE] }))).toEqual([refusal(`without ${PASSPHRASE}`)]);
  });

  it("is taken where one of its ways counts", () => {
    expect(recipeRun(passphraseRecipe({ ...payload, when: [KEY] }), true)).toEqual([]);
    const { payloads, ...rest } = passphraseRecipe({ ...payload, when: [KEY] });
    const other = passphraseRecipe({ id: "other", delivery: { kind: "fd", descriptor: 3 } });
    expect(recipeRun({ ...rest, payloads: [...payloads, ...other.payloads] })).toEqual([]);
  });

  it("is not told of twice where it is refused for another reason", () => {
    const by = passphraseRecipe({ ...payload, when: [KEY] });
    const without = { ...by, settings: by.settings.filter(({ setting }) => setting !== PASSPHRASE) };
    expect(recipeRun(without).map(([code]) => code)).toEqual(["rule"]);
  });
});

/** A recipe whose one payload holds the passphrase, under conditions of its own or of the part. */
function passphraseRecipe(
  payload: Omit<Recipe["payloads"][number], "parts">,
  condition: { when?: string[]; unless?: string[] } = {},
): Recipe {
  const taken = [{ setting: KEY }, { setting: PASSPHRASE }, { setting: "sftp.path" }];
  const { oneOf: _, ...rest } = recipe();
  return {
    ...rest,
    settings: taken,
    args: [{ extra: true }],
    payloads: [
      { ...payload, parts: [{ ...condition, setting: PASSPHRASE, as: "raw" }] },
      { id: "key", when: [KEY], delivery: { kind: "fd", descriptor: 9 }, parts: [{ setting: KEY, as: "raw" }] },
    ],
  };
}

function recipeRun(by: Recipe, key = false) {
  const of = profile(key);
  return refusals(() => planRecipe(settings(of), of, RECIPE_JOB, by));
}
