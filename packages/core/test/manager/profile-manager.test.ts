import { describe, expect, it } from "vitest";
import { CATALOGUE } from "../../src/settings/catalogue-entries.ts";
import { errorOf } from "../settings/support/folder.ts";
import { managersWithConnection } from "./support/managers.ts";

const CANARY = "cnry_77aa";

async function prepared() {
  const all = await managersWithConnection();
  for (const [name, type] of [
    ["nas-password", "password"],
    ["nas-user", "username"],
    ["nas-key", "private-key"],
  ] as const) {
    await all.secrets.create({ name, type, connection: "prod", remoteName: name, unchecked: true });
  }
  await all.profiles.create({ name: "nightly" });
  return all;
}

describe("ProfileManager", () => {
  it("creates a profile with its settings at once, or not at all", async () => {
    const { profiles, store } = await prepared();
    const settings = { "sftp.host": { literal: "nas.example" }, "sftp.password": { secret: "NAS-password" } };
    expect((await profiles.create({ name: "weekly", settings })).settings).toEqual([
      { setting: "sftp.host", literal: "nas.example" },
      { setting: "sftp.password", secret: "nas-password", host: "nas.example" },
    ]);
    const before = (await store.read()).profiles.size;
    for (const bad of [{ literal: CANARY }, { secret: "nas-user" }, { secret: "nobody" }]) {
      const made = profiles.create({ name: "other", settings: { ...settings, "sftp.password": bad } });
      expect(JSON.stringify((await errorOf(made)).failures)).not.toContain(CANARY);
    }
    expect((await store.read()).profiles.size).toBe(before);
  });

  it("creates a profile with its job and deliveries", async () => {
    const { profiles } = await prepared();
    await profiles.create({
      name: "weekly",
      job: { program: "backup", args: ["--all", ""] },
      deliver: { "sftp.password": "env:NAS_PASSWORD" },
    });
    expect(await profiles.get("weekly")).toMatchObject({
      name: "weekly",
      settings: [{ setting: "sftp.password", deliver: "env:NAS_PASSWORD" }],
      job: { program: "backup", args: ["--all", ""] },
    });
    expect((await profiles.list()).map(({ name }) => name)).toEqual(["nightly", "weekly"]);
  });

  it("sets literals and uses secrets, one in the place of the other", async () => {
    const { profiles } = await prepared();
    await profiles.set("nightly", "sftp.host", "nas.example");
    await profiles.set("nightly", "sftp.username", "ada");
    await profiles.use("nightly", "sftp.username", "nas-user");
    const view = await profiles.use("Nightly", "source/sftp.private-key", "nas-key");
    expect(view.settings).toEqual([
      { setting: "sftp.host", literal: "nas.example" },
      { setting: "sftp.username", secret: "nas-user", host: "nas.example" },
      { setting: "source/sftp.private-key", secret: "nas-key" },
    ]);
    expect(await profiles.get("nightly")).toEqual(view);
  });

  it("shows the whole catalogue with what is set", async () => {
    const { profiles } = await prepared();
    await profiles.use("nightly", "sftp.password", "nas-password");
    await profiles.set("nightly", "target/sftp.host", "nas.example");
    await profiles.setDelivery("nightly", "sftp.password", "env:NAS");
    const settings = await profiles.settings("nightly");
    expect(settings.length).toBe(CATALOGUE.length + 1);
    expect(settings.filter(({ literal, secret }) => literal ?? secret)).toEqual([
      {
        setting: "sftp.password",
        group: "sftp",
        description: expect.any(String),
        takes: ["password"],
        takesLiteral: false,
        secret: "nas-password",
        deliver: "env:NAS",
      },
      {
        setting: "target/sftp.host",
        group: "sftp",
        description: expect.any(String),
        takes: [],
        takesLiteral: true,
        literal: "nas.example",
      },
    ]);
  });

  it("takes a delivery away, so that a recipe can deliver in its place", async () => {
    const { profiles } = await prepared();
    await profiles.setDelivery("nightly", "sftp.password", "env:NAS");
    expect((await profiles.setDelivery("nightly", "sftp.password", "")).settings).toEqual([]);
    const [again] = (await errorOf(profiles.setDelivery("nightly", "sftp.password", ""))).failures;
    expect(again).toMatchObject({ code: "rule", message: expect.stringContaining("does not deliver it") });
  });

  it("stops using a secret and keeps its delivery", async () => {
    const { profiles } = await prepared();
    await profiles.use("nightly", "sftp.password", "nas-password");
    await profiles.setDelivery("nightly", "sftp.password", "env:NAS");
    expect((await profiles.stopUsing("nightly", "sftp.password")).settings).toEqual([
      { setting: "sftp.password", deliver: "env:NAS" },
    ]);
    expect((await errorOf(profiles.stopUsing("nightly", "sftp.password"))).failures[0]?.code).toBe("rule");
  });

  it("sets the job", async () => {
    const { profiles } = await prepared();
    expect((await profiles.setJob("nightly", { program: "/bin/true", args: [] })).job).toEqual({
      program: "/bin/true",
      args: [],
    });
  });

  type Managers = Awaited<ReturnType<typeof prepared>>;
  const refusals: [string, (all: Managers) => Promise<unknown>, string, string][] = [
    [
      "a literal password",
      ({ profiles }) => profiles.set("nightly", "sftp.password", CANARY),
      "rule",
      "keyferry profile use nightly sftp.password SECRET",
    ],
    [
      "a literal passphrase",
      ({ profiles }) => profiles.set("nightly", "sftp.private-key-passphrase", CANARY),
      "rule",
      "profile use",
    ],
    ["a literal key", ({ profiles }) => profiles.set("nightly", "cloud.sse-c-key", CANARY), "rule", "profile use"],
    [
      "a literal with a line break",
      ({ profiles }) => profiles.set("nightly", "sftp.host", `${CANARY}\nx`),
      "usage",
      "line break",
    ],
    ["a literal with a NUL", ({ profiles }) => profiles.set("nightly", "sftp.host", `${CANARY}\0`), "usage", "NUL"],
    [
      "a literal with half a character",
      ({ profiles }) => profiles.set("nightly", "sftp.host", `${CANARY}\uD800`),
      "usage",
      "half",
    ],
    [
      "a reference as a literal",
      ({ profiles }) => profiles.set("nightly", "sftp.username", "keyferry:nas-user"),
      "usage",
      "profile use",
    ],
    [
      "an unknown setting",
      ({ profiles }) => profiles.set("nightly", "sftp.hots", CANARY),
      "unknown-name",
      '"sftp.host"',
    ],
    ["an unknown profile", ({ profiles }) => profiles.set("nihgtly", "sftp.host", CANARY), "unknown-name", '"nightly"'],
    [
      "an unknown secret",
      ({ profiles }) => profiles.use("nightly", "sftp.password", "nas-pasword"),
      "unknown-name",
      '"nas-password"',
    ],
    [
      "a secret of another type",
      ({ profiles }) => profiles.use("nightly", "sftp.password", "nas-user"),
      "rule",
      "of type username",
    ],
    [
      "a secret for a literal setting",
      ({ profiles }) => profiles.use("nightly", "sftp.host", "nas-user"),
      "rule",
      "profile set",
    ],
    ["a port that is none", ({ profiles }) => profiles.set("nightly", "sftp.port", "ssh"), "usage", "1 to 65535"],
    ["a port that is too high", ({ profiles }) => profiles.set("nightly", "ftp.port", "65536"), "usage", "1 to 65535"],
    ["no use to stop", ({ profiles }) => profiles.stopUsing("nightly", "sftp.host"), "rule", "uses no secret"],
    [
      "an unknown delivery",
      ({ profiles }) => profiles.setDelivery("nightly", "sftp.password", "file:x"),
      "delivery",
      "env:NAME",
    ],
    [
      "a delivery that steers programs",
      ({ profiles }) => profiles.setDelivery("nightly", "sftp.password", "env:LD_PRELOAD"),
      "delivery",
      "LD_PRELOAD",
    ],
    [
      "a delivery of an unknown setting",
      ({ profiles }) => profiles.setDelivery("nightly", "sftp.pass", "env:A"),
      "unknown-name",
      "sftp",
    ],
    ["a taken name", ({ profiles }) => profiles.create({ name: "NIGHTLY" }), "rule", '"nightly"'],
    ["an unfit name", ({ profiles }) => profiles.create({ name: "-x" }), "usage", "hyphen"],
    ["a job without a program", ({ profiles }) => profiles.setJob("nightly", { program: "", args: [] }), "usage", "--"],
    [
      "an argument with a NUL",
      ({ profiles }) => profiles.setJob("nightly", { program: "x", args: [`${CANARY}\0`] }),
      "usage",
      "argument 1",
    ],
    [
      "two settings in one variable",
      ({ profiles }) => profiles.create({ name: "x", deliver: { "sftp.password": "env:A", "sftp.username": "env:A" } }),
      "rule",
      "env:A",
    ],
  ];
  it.each(refusals)("refuses %s", async (_, call, code, says) => {
    const all = await prepared();
    const { revision } = await all.store.read();
    const error = await errorOf(call(all));
    expect(error.failures[0]?.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.message).not.toContain(CANARY);
    expect((await all.store.read()).revision).toBe(revision);
  });

  it("quotes a name in the command that it offers", async () => {
    const { profiles } = await prepared();
    await profiles.create({ name: "it's mine" });
    const error = await errorOf(profiles.set("it's mine", "sftp.password", CANARY));
    expect(error.failures[0]?.hint).toBe("keyferry profile use 'it'\\''s mine' sftp.password SECRET");
  });

  it("asks no manager for anything", async () => {
    const { profiles, remote } = await prepared();
    await profiles.use("nightly", "sftp.password", "nas-password");
    await profiles.list();
    await profiles.settings("nightly");
    expect(remote.calls).toEqual([]);
  });
});
