import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRun } from "../../../src/manager/run-plan.ts";
import { CATALOGUE } from "../../../src/settings/catalogue-entries.ts";
import { errorOf } from "../../settings/support/folder.ts";
import { managers, managersWithConnection } from "../support/managers.ts";

const PROGRAM = { program: "backup", args: ["--all"] };

/** Somebody's machine: a profile that uses secrets, ready to be given away. */
async function author() {
  const all = await managersWithConnection();
  const { secrets, profiles } = all;
  await secrets.create({
    name: "nas-password",
    type: "password",
    connection: "prod",
    remoteName: "team/nas",
    unchecked: true,
  });
  await secrets.create({
    name: "nas-user",
    type: "username",
    connection: "prod",
    remoteName: "team/user",
    unchecked: true,
  });
  await profiles.create({ name: "nightly", job: PROGRAM, deliver: { "sftp.password": "env:P" } });
  await profiles.set("nightly", "sftp.host", "nas.example");
  await profiles.use("nightly", "sftp.password", "nas-password");
  await profiles.use("nightly", "sftp.username", "nas-user");
  return all;
}

/** Somebody else's, with a secret of the same name and one of another. */
async function importer() {
  const all = await managersWithConnection();
  for (const name of ["nas-password", "other"]) {
    await all.secrets.create({ name, type: "password", connection: "prod", remoteName: "mine", unchecked: true });
  }
  return all;
}

const file = (content: unknown) => ({
  bytes: Buffer.from(typeof content === "string" ? content : JSON.stringify(content)),
  path: "nightly.json",
});

const exported = async () => JSON.parse(await (await author()).profiles.export("nightly"));

describe("an exported profile", () => {
  it("has its settings, its job, and of its secrets the names", async () => {
    expect(await exported()).toEqual({
      $schema: "urn:keyferry:schema:profile-export:1",
      keyferry: "profile-export",
      schemaVersion: 1,
      name: "nightly",
      settings: {
        "sftp.host": { literal: "nas.example" },
        "sftp.password": { slot: { secret: "nas-password", type: "password" } },
        "sftp.username": { slot: { secret: "nas-user", type: "username" } },
      },
      job: PROGRAM,
      deliver: { "sftp.password": "env:P" },
    });
  });

  it("has nothing of the connection or of the remote secret", async () => {
    const all = await author();
    const text = await all.profiles.export("nightly");
    const settings = await all.store.read();
    const ids = [...settings.connections.keys(), ...settings.secrets.keys(), ...settings.profiles.keys()];
    for (const kept of ["prod", "north", "team/", "TOKEN", "env:TOKEN", "fake", ...ids])
      expect(text).not.toContain(kept);
  });

  it("comes back as it went, to be exported again the same", async () => {
    const text = await (await author()).profiles.export("nightly");
    const { profiles } = await importer();
    await profiles.import({ file: file(text), acceptProgram: true });
    expect(await profiles.export("nightly")).toBe(text);
  });

  it("resolves nothing on an empty machine, whatever it uses", async () => {
    const uses = CATALOGUE.flatMap(({ group, name, takes: [type] }) =>
      type ? [{ key: `${group}.${name}`, type }] : [],
    );
    const all = await managersWithConnection();
    for (const type of ["username", "password", "private-key"] as const) {
      await all.secrets.create({ name: type, type, connection: "prod", remoteName: type, unchecked: true });
    }
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.subarray(uses, { minLength: 1 }), async (picked) => {
        count += 1;
        await all.profiles.create({ name: `p${count}`, job: PROGRAM });
        for (const { key, type } of picked) await all.profiles.use(`p${count}`, key, type);
        const empty = await managers();
        await empty.profiles.import({ file: file(await all.profiles.export(`p${count}`)), acceptProgram: true });
        const settings = await empty.store.read();
        const error = await errorOf(() => planRun(settings, `p${count}`, {}));
        expect(error.failures.map(({ setting }) => setting).sort()).toEqual(picked.map(({ key }) => key).sort());
      }),
      { numRuns: 8 },
    );
  });
});

describe("an import", () => {
  it("shows what it would do, and writes nothing of it", async () => {
    const { profiles, store } = await importer();
    const plan = await profiles.planImport({ file: file(await exported()) });
    expect(plan).toMatchObject({
      profile: "nightly",
      replaces: false,
      changes: [
        { what: "literal", setting: "sftp.host", after: "nas.example" },
        { what: "delivery", setting: "sftp.password", after: "env:P" },
      ],
      slots: [
        { setting: "sftp.password", secret: "nas-password", host: "nas.example", fitting: ["nas-password", "other"] },
        { setting: "sftp.username", secret: "nas-user", fitting: [] },
      ],
      leftOut: PROGRAM,
    });
    expect((await store.read()).profiles.size).toBe(0);
  });

  it("binds nothing by name: a run names every slot and starts nothing", async () => {
    const { profiles, store } = await importer();
    await profiles.import({ file: file(await exported()), acceptProgram: true });
    const error = await errorOf(async () => planRun(await store.read(), "nightly", {}));
    expect(error.failures).toMatchObject([
      { code: "rule", setting: "sftp.password", secret: "nas-password", hint: expect.stringContaining("profile use") },
      { code: "rule", setting: "sftp.username", secret: "nas-user" },
    ]);
  });

  it("binds by choice, with the host that receives the value", async () => {
    const { profiles, store } = await importer();
    const made = await profiles.import({
      file: file(await exported()),
      bind: { "sftp.password": "other" },
      acceptProgram: true,
    });
    expect(made.slots[0]).toMatchObject({ setting: "sftp.password", bound: "other", host: "nas.example" });
    await profiles.set("nightly", "sftp.username", "ada");
    expect(planRun(await store.read(), "nightly", {}).uses.map(({ use }) => use.secret)).toEqual(["other"]);
    const used = await profiles.use("nightly", "sftp.password", "nas-password");
    expect(used.settings).toContainEqual(expect.objectContaining({ secret: "nas-password", host: "nas.example" }));
  });

  it("lets a person do without a slot", async () => {
    const { profiles } = await importer();
    await profiles.import({ file: file(await exported()) });
    const { settings } = await profiles.stopUsing("nightly", "sftp.username");
    expect(settings.map(({ setting, slot }) => [setting, slot])).toEqual([
      ["sftp.host", undefined],
      ["sftp.password", "nas-password"],
    ]);
  });

  it("refuses a choice that does not fit", async () => {
    const { profiles } = await importer();
    const bind = (setting: string, secret: string) =>
      errorOf(exported().then((content) => profiles.import({ file: file(content), bind: { [setting]: secret } })));
    expect((await bind("sftp.pasword", "other")).failures[0]).toMatchObject({
      code: "unknown-name",
      hint: /sftp.password/,
    });
    expect((await bind("sftp.password", "othr")).failures[0]).toMatchObject({ code: "unknown-name" });
    expect((await bind("sftp.username", "other")).failures[0]).toMatchObject({ code: "rule" });
  });

  it("says of a newer form that it is one", async () => {
    const { profiles } = await importer();
    const newer = { ...(await exported()), schemaVersion: 2 };
    const { message } = await errorOf(profiles.planImport({ file: file(newer) }));
    expect(message).toContain("written by a newer Keyferry (schema version 2; this one knows 1)");
  });

  it("does what was shown, or nothing", async () => {
    const { profiles } = await importer();
    const input = { file: file(await exported()) };
    const { revision } = await profiles.planImport(input);
    await profiles.create({ name: "nightly" });
    expect((await errorOf(profiles.import({ ...input, revision }))).failures[0]).toMatchObject({ code: "rule" });
  });
});

describe("an import of the same profile again", () => {
  async function bound() {
    const all = await importer();
    const bind = { "sftp.password": "nas-password", "sftp.username": "user" };
    await all.secrets.create({ name: "user", type: "username", connection: "prod", remoteName: "me", unchecked: true });
    await all.profiles.import({ file: file(await exported()), bind, acceptProgram: true });
    return all;
  }
  type Content = Awaited<ReturnType<typeof exported>>;

  it("keeps what was bound where nothing changed", async () => {
    const { profiles } = await bound();
    const again = await profiles.import({ file: file(await exported()) });
    expect(again).toMatchObject({ replaces: true, changes: [] });
    expect(again.slots.map((slot) => slot.bound)).toEqual(["nas-password", "user"]);
  });

  it("keeps the limits of its runs, which are this machine's", async () => {
    const { profiles } = await bound();
    await profiles.limit("nightly", { timeLimit: 60, oneAtATime: true });
    await profiles.import({ file: file(await exported()) });
    expect(await profiles.get("nightly")).toMatchObject({ timeLimit: 60, oneAtATime: true });
  });

  it.each<[string, boolean, (content: Content) => unknown]>([
    ["a literal", false, (content) => (content.settings["sftp.host"].literal = "evil.example")],
    ["a literal more", false, (content) => (content.settings["sftp.port"] = { literal: "2222" })],
    ["a literal less", false, (content) => delete content.settings["sftp.host"]],
    ["a delivery", false, (content) => (content.deliver["sftp.password"] = "env:OTHER")],
    ["a delivery more", false, (content) => (content.deliver["sftp.username"] = "env:U")],
    ["the job's program", true, (content) => (content.job.program = "/tmp/evil")],
    ["the job's arguments", true, (content) => (content.job.args = ["--all --to evil"])],
  ])("unbinds every slot where it changes %s", async (_, acceptProgram, change) => {
    const { profiles, store } = await bound();
    const content = await exported();
    change(content);
    const again = await profiles.import({ file: file(content), acceptProgram });
    expect(again.slots.map((slot) => slot.bound)).toEqual([undefined, undefined]);
    expect(again.changes).toContainEqual({ what: "secret", setting: "sftp.password", before: "nas-password" });
    const error = await errorOf(async () => planRun(await store.read(), "nightly", {}));
    expect(error.failures.map(({ setting }) => setting)).toEqual(["sftp.password", "sftp.username"]);
  });

  it("unbinds a slot that wants another secret", async () => {
    const { profiles } = await bound();
    const content = await exported();
    content.settings["sftp.password"].slot.secret = "root-password";
    const again = await profiles.import({ file: file(content) });
    expect(again.slots.map((slot) => slot.bound)).toEqual([undefined, "user"]);
  });

  it("binds nothing that a profile of one's own used under this name", async () => {
    const { profiles } = await importer();
    await profiles.create({ name: "nightly", deliver: { "sftp.password": "env:P" } });
    await profiles.set("nightly", "sftp.host", "nas.example");
    await profiles.use("nightly", "sftp.password", "nas-password");
    const made = await profiles.import({ file: file(await exported()) });
    expect(made).toMatchObject({ replaces: true, slots: [{ setting: "sftp.password" }, { setting: "sftp.username" }] });
    expect(made.slots.every((slot) => slot.bound === undefined)).toBe(true);
  });
});
