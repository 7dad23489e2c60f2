import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Recipe } from "../../src/contract/recipe.ts";
import { createKeyferry, isKeyferryError, type Keyferry, type ProgramProbe } from "../../src/index.ts";
import { openForDelivery } from "../../src/secret/delivery.ts";
import { type MemoryProvider, memoryProvider } from "../support/memory-provider.ts";
import { recipe } from "../support/recipe.ts";

const OWN: Recipe = recipe({
  settings: [
    ...recipe().settings,
    { setting: "acme.token", own: { description: "A token", takes: "password" } },
    { setting: "acme.folder", own: { description: "A folder", takes: "literal" } },
    { setting: "acme.script", own: { description: "Commands", takes: "literal", commands: true } },
  ],
});

let folder: string;
let keyferry: Keyferry;
let printed: string | undefined;
let provider: MemoryProvider;

const probeProgram: ProgramProbe = async () => printed;

/** The codes of what stands against it. */
const codesOf = async (running: Promise<unknown>) => {
  const thrown = await running.catch((error: unknown) => error);
  return isKeyferryError(thrown) ? thrown.failures.map(({ code }) => code) : [];
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-recipes-"));
  printed = "acme 1.2";
  provider = memoryProvider();
  provider.secrets.set("nas", "cnry_password");
  keyferry = await createKeyferry({
    settings: join(folder, "home", "settings.json"),
    env: { TOKEN: "t" },
    plugins: [provider.plugin],
    recipes: async () => [OWN],
    probeProgram,
  });
  const sources = { token: "env:TOKEN" };
  await keyferry.connections.create({ name: "prod", provider: "memory", fields: { site: "here" }, sources });
  await keyferry.secrets.create({ name: "nas", connection: "prod", remoteName: "nas", type: "password" });
  await keyferry.profiles.create({ name: "nightly", job: { recipe: "acme", args: ["--now"] } });
  await keyferry.profiles.set("nightly", "sftp.host", "nas.example");
  await keyferry.profiles.use("nightly", "sftp.password", "nas");
  provider.fetches.length = 0;
});
afterEach(async () => {
  await keyferry.dispose();
  await rm(folder, { recursive: true });
});

describe("a profile with a recipe", () => {
  it("resolves to the recipe's job, with sealed values in its payloads", async () => {
    const { job, uses } = await keyferry.resolveProfile({ profile: "nightly" });
    expect([job.program, job.args]).toEqual(["acme", [["--host=", "nas.example"], "--now", [{ placeOf: "login" }]]]);
    const part = job.payloads[0]?.parts[1];
    if (typeof part !== "object" || typeof part.value !== "object") throw new Error("the value is not sealed");
    expect(openForDelivery(part.value)).toBe("cnry_password");
    expect([job.withheldVariables, uses.map(({ setting, ok }) => [setting, ok])]).toEqual([
      ["TOKEN"],
      [["sftp.password", true]],
    ]);
  });

  it("tells the exit codes of a failed login, and the audit which way each value went", async () => {
    const { job, run } = await keyferry.resolveProfile({ profile: "nightly" });
    const report = await run.ended({ outcome: "finished", exitCode: 0 });
    expect([job.loginFailed, report.uses.map(({ delivery }) => delivery)]).toEqual([[5], ["fd:7"]]);
  });

  it("goes to others by its name, and comes back only where it is accepted", async () => {
    const file = { path: "nightly.json", bytes: Buffer.from(await keyferry.profiles.export("nightly")) };
    const left = await keyferry.profiles.planImport({ file, name: "copy" });
    expect([left.leftOut, left.job]).toEqual([{ recipe: "acme", args: ["--now"] }, undefined]);
    const taken = await keyferry.profiles.planImport({ file, name: "copy", acceptProgram: true });
    expect([taken.leftOut, taken.job]).toEqual([undefined, { recipe: "acme", args: ["--now"] }]);
  });

  it("takes no commands of somebody's file unasked, not even into a profile that has the program", async () => {
    const exported = JSON.parse(await keyferry.profiles.export("nightly"));
    exported.settings["acme.script"] = { literal: "!evil" };
    const file = { path: "nightly.json", bytes: Buffer.from(JSON.stringify(exported)) };
    expect(await codesOf(keyferry.profiles.import({ file }))).toEqual(["rule"]);
    expect((await keyferry.profiles.get("nightly")).settings.map(({ setting }) => setting)).not.toContain(
      "acme.script",
    );
    await keyferry.profiles.import({ file, acceptProgram: true });
    // What is there already is no news.
    expect((await keyferry.profiles.planImport({ file })).changes).toEqual([]);
  });

  it("is planned without a read and without a value", async () => {
    const { payloads } = await keyferry.planRun({ profile: "nightly" });
    expect(payloads[0]?.parts[1]).toEqual({ setting: "sftp.password", value: "", encoding: "line" });
    expect(provider.fetches).toEqual([]);
  });

  it.each([
    ["is not there", undefined, "program"],
    ["is too old", "acme 1.1", "unsupported"],
  ])("reads nothing where its program %s", async (_, says, code) => {
    printed = says;
    expect(await codesOf(keyferry.resolveProfile({ profile: "nightly" }))).toEqual([code]);
    expect(provider.fetches).toEqual([]);
  });

  it("reads nothing where a setting is missing", async () => {
    await keyferry.profiles.unset("nightly", "sftp.host");
    expect(await codesOf(keyferry.resolveProfile({ profile: "nightly" }))).toEqual(["rule"]);
    expect(provider.fetches).toEqual([]);
  });

  it("may be overridden by a program for one run", async () => {
    const request = { profile: "nightly", deliver: { "sftp.password": "env:P" }, job: { program: "other", args: [] } };
    expect((await keyferry.resolveProfile(request)).job.program).toBe("other");
  });
});

describe("a recipe's own settings", () => {
  it("take what the recipe says, and are kept", async () => {
    await keyferry.profiles.set("nightly", "acme.folder", "/srv");
    await keyferry.profiles.use("nightly", "acme.token", "nas");
    expect((await keyferry.profiles.get("nightly")).settings.slice(0, 2)).toEqual([
      { setting: "acme.folder", literal: "/srv" },
      { setting: "acme.token", secret: "nas" },
    ]);
    expect(await codesOf(keyferry.profiles.set("nightly", "acme.token", "hunter2"))).toEqual(["rule"]);
    expect(await codesOf(keyferry.profiles.use("nightly", "acme.folder", "nas"))).toEqual(["rule"]);
    expect(await codesOf(keyferry.profiles.set("nightly", "acme.nothing", "x"))).toEqual(["unknown-name"]);
    expect((await keyferry.profiles.settings("nightly")).map(({ setting }) => setting)).toContain("acme.token");
  });

  it("are there at the making of a profile, each as its recipe says", async () => {
    const job = { recipe: "acme", args: [] };
    const settings = { "acme.folder": { literal: "/srv" }, "acme.token": { secret: "nas" } };
    expect((await keyferry.profiles.create({ name: "made", job, settings })).settings).toEqual([
      { setting: "acme.folder", literal: "/srv" },
      { setting: "acme.token", secret: "nas" },
    ]);
    const create = (given: object) => codesOf(keyferry.profiles.create({ name: "other", job, settings: { ...given } }));
    expect(await create({ "acme.token": { literal: "hunter2" } })).toEqual(["rule"]);
    expect(await create({ "acme.nothing": { literal: "x" } })).toEqual(["unknown-name"]);
  });

  it("go to a program, too", async () => {
    await keyferry.profiles.use("nightly", "acme.token", "nas");
    await keyferry.profiles.setJob("nightly", { program: "other", args: [] });
    await keyferry.profiles.setDelivery("nightly", "acme.token", "env:A");
    const { job } = await keyferry.resolveProfile({ profile: "nightly", deliver: { "sftp.password": "env:P" } });
    expect(job.payloads.map(({ delivery }) => delivery)).toEqual([
      { kind: "env", variable: "P" },
      { kind: "env", variable: "A" },
    ]);
    const once = await keyferry.planRun({
      profile: "nightly",
      deliver: { "acme.token": "env:B", "sftp.password": "env:P" },
    });
    expect(once.payloads.map(({ delivery }) => delivery)).toContainEqual({ kind: "env", variable: "B" });
  });

  it("are checked as others are", async () => {
    await keyferry.profiles.use("nightly", "acme.token", "nas");
    expect((await keyferry.check("nightly")).map(({ setting, ok }) => [setting, ok]).sort()).toEqual([
      ["acme.token", true],
      ["sftp.password", true],
    ]);
  });

  it("stay readable in the files where the recipe is gone, and do not run", async () => {
    await keyferry.profiles.set("nightly", "acme.folder", "/srv");
    const bare = await createKeyferry({ settings: keyferry.settingsPath, env: {}, plugins: [provider.plugin] });
    expect((await bare.profiles.list()).map(({ name }) => name)).toEqual(["nightly"]);
    expect(await codesOf(bare.resolveProfile({ profile: "nightly" }))).toEqual(["unknown-name"]);
    await bare.dispose();
  });
});

describe("the recipes of a host", () => {
  it("are listed with what they take and which way it goes", async () => {
    const [listed] = await keyferry.recipes.list();
    expect(listed).toEqual(await keyferry.recipes.get("acme"));
    expect(listed?.settings.map(({ setting, takes, ways }) => [setting, takes, ways])).toEqual([
      ["sftp.host", [], ["argument"]],
      ["sftp.password", ["password"], ["fd:7"]],
      ["acme.token", ["password"], []],
      ["acme.folder", [], []],
      ["acme.script", [], []],
    ]);
  });

  it("must be known to become a job", async () => {
    expect(await codesOf(keyferry.profiles.setJob("nightly", { recipe: "acne", args: [] }))).toEqual(["unknown-name"]);
  });
});
