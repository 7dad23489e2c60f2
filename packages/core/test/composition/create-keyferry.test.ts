import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createKeyferry, isKeyferryError, type Keyferry } from "../../src/index.ts";
import { formatDelivery, openForDelivery } from "../../src/secret/delivery.ts";
import { MemoryCredentialStore } from "../support/memory-credential-store.ts";
import { type MemoryProvider, memoryProvider } from "../support/memory-provider.ts";

const PASSWORD = "cnry_password_0123456789";
const TOKEN = "cnry_token_0123456789";
const JOB = { program: "backup", args: ["--now"] };

let folder: string;
let provider: MemoryProvider;
let keyferry: Keyferry;

const open = (): Promise<Keyferry> =>
  createKeyferry({
    settings: join(folder, "settings.json"),
    plugins: [provider.plugin],
    env: { MEMORY_TOKEN: TOKEN },
    limits: { backoffMs: 1 },
  });

const failuresOf = async (running: Promise<unknown>) => {
  const thrown = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown)) throw new Error("it did not fail as it should");
  return thrown.failures;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-core-"));
  provider = memoryProvider();
  provider.secrets.set("backup/nas", JSON.stringify({ user: "cnry_user_01234567", password: PASSWORD }));
  keyferry = await open();
  await keyferry.connections.create({
    name: "prod",
    provider: "memory",
    fields: { site: "here" },
    sources: { token: "env:MEMORY_TOKEN" },
  });
  for (const [key, type] of [
    ["user", "username"],
    ["password", "password"],
  ] as const) {
    await keyferry.secrets.create({ name: `nas-${key}`, connection: "prod", remoteName: "backup/nas", key, type });
  }
  await keyferry.profiles.create({ name: "nightly" });
  await keyferry.profiles.set("nightly", "sftp.host", "nas.example");
  await keyferry.profiles.use("nightly", "sftp.username", "nas-user");
  await keyferry.profiles.use("nightly", "sftp.password", "nas-password");
  provider.fetches.length = 0;
});

afterEach(async () => {
  await keyferry.dispose();
  await rm(folder, { recursive: true });
});

const deliver = { "sftp.username": "env:NAS_USER", "sftp.password": "env:NAS_PASSWORD", "sftp.host": "env:NAS_HOST" };

describe("a host", () => {
  it("resolves a profile for a job: each remote secret once, sealed, with literals beside", async () => {
    const { job, uses } = await keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB });
    expect(provider.fetches).toEqual([["backup/nas"]]);
    expect(job).toMatchObject({ ...JOB, withheldVariables: ["MEMORY_TOKEN"] });
    expect(
      job.payloads.map(({ id, delivery, parts: [part] }) => [
        id,
        formatDelivery(delivery),
        typeof part === "object" && typeof part.value === "object" ? openForDelivery(part.value) : part,
      ]),
    ).toEqual([
      ["sftp.username", "env:NAS_USER", "cnry_user_01234567"],
      ["sftp.password", "env:NAS_PASSWORD", PASSWORD],
      ["sftp.host", "env:NAS_HOST", { setting: "sftp.host", value: "nas.example" }],
    ]);
    expect(uses).toMatchObject([
      { ok: true, version: "1" },
      { ok: true, version: "1" },
    ]);
    expect(inspect({ job, uses }, { depth: 10, showHidden: true })).not.toContain("cnry");
  });

  it("resolves a reference by itself", async () => {
    const value = await keyferry.resolve("keyferry://prod/backup/nas#password");
    expect(openForDelivery(value)).toBe(PASSWORD);
    expect(openForDelivery(await keyferry.resolve("keyferry:nas-password"))).toBe(PASSWORD);
  });

  it("opens a login once, with the credential of its source, and ends it", async () => {
    await keyferry.resolve("keyferry:nas-password");
    await keyferry.connections.check("prod");
    expect(provider.openings).toEqual([{ token: TOKEN }]);
    await keyferry.dispose();
    expect(provider.disposed).toBe(1);
  });

  it("logs in anew where a connection was changed meanwhile, and ends the former login", async () => {
    await keyferry.connections.check("prod");
    await keyferry.connections.modify("prod", { fields: { site: "there" } }, { confirmedOrigin: { site: "there" } });
    await keyferry.connections.check("prod");
    expect([provider.openings.length, provider.disposed]).toEqual([2, 1]);
  });

  it("refuses a used secret without a delivery before any read, with everything else that is wrong", async () => {
    const failures = await failuresOf(
      keyferry.resolveProfile({ profile: "nightly", deliver: { "sftp.password": "argv:1", "sftp.port": "env:PORT" } }),
    );
    expect(failures.map(({ code, setting }) => [code, setting])).toEqual([
      ["delivery", "sftp.password"],
      ["delivery", "sftp.port"],
      ["delivery", "sftp.username"],
      ["usage", undefined],
    ]);
    expect(provider.fetches).toEqual([]);
  });

  it("gives all values or none, and every failure at once", async () => {
    provider.secrets.clear();
    provider.secrets.set("other", "x");
    const failures = await failuresOf(keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB }));
    expect(failures.map(({ code, setting, secret }) => [code, setting, secret])).toEqual([
      ["not-found", "sftp.username", "nas-user"],
      ["not-found", "sftp.password", "nas-password"],
    ]);
  });

  it("resolves an ad hoc run, and refuses variables that steer programs", async () => {
    const env = { TOKEN: "keyferry://prod/backup/nas#password" };
    const { job } = await keyferry.resolveAdHoc({ env, job: JOB });
    expect(job.payloads).toMatchObject([{ id: "TOKEN", delivery: { variable: "TOKEN" } }]);
    const failures = await failuresOf(
      keyferry.resolveAdHoc({
        env: { LD_PRELOAD: "keyferry:nas-password", T: "keyferry://prod", "1A": "x" },
        job: JOB,
      }),
    );
    expect(failures.map(({ code }) => code).sort()).toEqual(["delivery", "delivery", "usage"]);
  });

  it("withholds what ambient logins read, and keeps of it what is asked for", async () => {
    await keyferry.connections.create({ name: "own", provider: "memory", auth: "ambient", fields: { site: "here" } });
    const run = async (request: { keepVariables?: string[]; cleanEnvironment?: boolean }) =>
      (await keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB, ...request })).job;
    expect((await run({})).withheldVariables).toEqual(["MEMORY_TOKEN", "MEMORY_PROFILE", "MEMORY_FILE"]);
    expect(await run({ keepVariables: ["MEMORY_PROFILE"], cleanEnvironment: true })).toMatchObject({
      withheldVariables: ["MEMORY_TOKEN", "MEMORY_FILE"],
      keptVariables: ["MEMORY_PROFILE"],
      cleanEnvironment: true,
    });
    provider.fetches.length = 0;
    const failures = await failuresOf(run({ keepVariables: ["MEMORY_TOKEN", "KEYFERRY_SETTINGS", "LANG"] }));
    expect(failures.map(({ code, message }) => [code, /"(\w+)"/.exec(message)?.[1]])).toEqual([
      ["rule", "MEMORY_TOKEN"],
      ["rule", "KEYFERRY_SETTINGS"],
    ]);
    expect(provider.fetches).toEqual([]);
  });

  it("plans a run without a read and without a value, and finds what stands against it", async () => {
    const job = await keyferry.planRun({ profile: "nightly", deliver, job: JOB });
    expect(job.payloads.map(({ id, parts }) => [id, parts])).toEqual(
      Object.keys(deliver).map((setting) => [setting, [{ setting, value: "" }]]),
    );
    expect((await keyferry.planRun({ env: { T: "keyferry:nas-user" }, job: JOB })).payloads).toHaveLength(1);
    const failures = await failuresOf(keyferry.planRun({ profile: "nightly", job: JOB }));
    expect(failures.map(({ code }) => code)).toEqual(["delivery", "delivery"]);
    expect(provider.fetches).toEqual([]);
  });

  it("passes texts of an ad hoc run by any variable, and refuses what names none", async () => {
    const env = { TOKEN: "keyferry:nas-password" };
    const { job } = await keyferry.resolveAdHoc({ env, literals: { PATH: "/x", A: "" }, job: JOB });
    expect(job.payloads.slice(1).map(({ parts }) => parts[0])).toEqual([
      { setting: "PATH", value: "/x" },
      { setting: "A", value: "" },
    ]);
    const failures = await failuresOf(keyferry.resolveAdHoc({ env, literals: { "a.b": "x" }, job: JOB }));
    expect(failures).toMatchObject([{ code: "delivery", setting: "a.b" }]);
  });

  it("checks one profile or all, and hides no failure behind another", async () => {
    await keyferry.profiles.create({ name: "second" });
    await keyferry.profiles.use("second", "email.password", "nas-password");
    provider.secrets.set("backup/nas", JSON.stringify({ user: "u" }));
    const outcomes = await keyferry.check();
    expect(outcomes.map(({ profile, setting, ok, failure }) => [profile, setting, ok, failure?.code]).sort()).toEqual([
      ["nightly", "sftp.password", false, "value"],
      ["nightly", "sftp.username", true, undefined],
      ["second", "email.password", false, "value"],
    ]);
    expect(await keyferry.check("second")).toHaveLength(1);
    expect(provider.fetches.at(-1)).toEqual(["backup/nas"]);
  });

  it("writes no value and no credential into any file", async () => {
    await keyferry.resolveProfile({ profile: "nightly", deliver, job: JOB });
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) expect(await readFile(join(file.parentPath, file.name), "utf8")).not.toContain("cnry");
  });

  it("writes the least rights of a profile for each connection, and asks no manager", async () => {
    const documents = [{ title: "Read", language: "text", text: "backup/nas" }];
    expect(await keyferry.policies.ofProfile("nightly")).toEqual([
      { connection: "prod", provider: "memory", documents },
    ]);
    await keyferry.profiles.create({ name: "empty" });
    expect(await keyferry.policies.ofProfile("empty")).toEqual([]);
    expect(provider.fetches).toEqual([]);
  });

  it("shares nothing with another host", async () => {
    const other = memoryProvider("other");
    const second = await createKeyferry({
      settings: join(folder, "second", "settings.json"),
      plugins: [other.plugin],
      env: {},
    });
    expect(await second.connections.list()).toEqual([]);
    expect(await failuresOf(second.providers.manifest("memory"))).toMatchObject([{ code: "plugin" }]);
    expect(await failuresOf(keyferry.providers.manifest("other"))).toMatchObject([{ code: "plugin" }]);
    await second.dispose();
  });

  it("lets a changed origin reach nobody until it is confirmed", async () => {
    const path = join(folder, "settings.json");
    const text = await readFile(path, "utf8");
    expect(text).toContain('"site": "here"');
    await writeFile(path, text.replace('"site": "here"', '"site": "evil.example"'), { mode: 0o600 });
    const fresh = await open();
    expect(await failuresOf(fresh.resolve("keyferry:nas-password"))).toMatchObject([{ code: "invalid-connection" }]);
    expect(provider.openings.length).toBeLessThanOrEqual(1);
    await fresh.dispose();
  });

  it("tells its listeners what happens, in names and numbers", async () => {
    const types: string[] = [];
    const stop = keyferry.on((event) => types.push(event.type));
    await keyferry.resolve("keyferry:nas-password");
    stop();
    await keyferry.resolve("keyferry:nas-password");
    expect(types).toEqual(["read-started", "read-finished"]);
  });
});

describe("a stored login", () => {
  const openWith = (sealed: MemoryCredentialStore | undefined) =>
    createKeyferry({
      settings: join(folder, "settings.json"),
      plugins: [provider.plugin],
      env: { MEMORY_TOKEN: TOKEN },
      ...(sealed && {
        credentialStore: async () => {
          sealed.made += 1;
          return sealed;
        },
      }),
    });

  it("is opened for the connection that has one, and the store is not made for any other", async () => {
    const sealed = new MemoryCredentialStore();
    await using host = disposing(await openWith(sealed));
    await host.check("nightly");
    expect([sealed.made, provider.openings.at(-1)]).toEqual([0, { token: TOKEN }]);
    const stored = { name: "safe", provider: "memory", fields: { site: "there" }, sources: { token: "stored" } };
    await host.connections.create(stored);
    const [unsealed] = await failuresOf(host.connections.check("safe"));
    expect(unsealed).toMatchObject({ code: "unauthenticated", where: "connection safe, credential token" });
    await host.logins.login("safe", { token: "cnry_stored_0123456789" });
    await host.connections.check("safe");
    expect([sealed.made, provider.openings.at(-1)]).toEqual([1, { token: "cnry_stored_0123456789" }]);
    await host.dispose();
    expect(sealed.disposed).toBe(1);
  });

  it("fails with the package to install in a host without a store", async () => {
    await using host = disposing(await openWith(undefined));
    const stored = { name: "safe", provider: "memory", fields: { site: "there" }, sources: { token: "stored" } };
    await host.connections.create(stored);
    const [failure] = await failuresOf(host.connections.check("safe"));
    expect(failure).toMatchObject({ code: "plugin", hint: expect.stringContaining("@keyferry/credential-store") });
  });
});

function disposing(host: Keyferry): Keyferry & AsyncDisposable {
  return Object.assign(host, { [Symbol.asyncDispose]: () => host.dispose() });
}
