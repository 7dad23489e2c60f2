import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ProviderError } from "../../src/contract/errors.ts";
import type { ProviderPlugin } from "../../src/contract/plugin.ts";
import { createKeyferry, isKeyferryError, type Keyferry, type KeyferryOptions } from "../../src/index.ts";
import { MemoryCredentialStore } from "../support/memory-credential-store.ts";
import { type MemoryProvider, memoryProvider } from "../support/memory-provider.ts";

const TOKEN = "cnry_token_0123456789";
const PROD = { name: "prod", provider: "memory", fields: { site: "here" }, sources: { token: "env:MEMORY_TOKEN" } };

let folder: string;
let provider: MemoryProvider;
const opened: Keyferry[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-proof-"));
  provider = memoryProvider();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((host) => host.dispose()));
  await rm(folder, { recursive: true });
});

async function host(open: ProviderPlugin["open"] = provider.plugin.open, more: KeyferryOptions = {}) {
  const keyferry = await createKeyferry({
    settings: join(folder, "settings.json"),
    plugins: [{ ...provider.plugin, open }],
    env: { MEMORY_TOKEN: TOKEN },
    limits: { backoffMs: 1, attempts: 1 },
    ...more,
  });
  opened.push(keyferry);
  return keyferry;
}

/** A session of the provider whose check is the test's. */
const checking =
  (check: (signal: AbortSignal) => Promise<never>): ProviderPlugin["open"] =>
  async (...given) => ({ ...(await provider.plugin.open(...given)), check: ({ signal }) => check(signal) });

async function failureOf(running: Promise<unknown>) {
  const thrown = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown)) throw new Error("it did not fail as it should");
  expect(`${thrown.message}${JSON.stringify(thrown.failures)}${thrown.stack}`).not.toContain(TOKEN);
  return thrown.failures[0];
}

describe("the proof of a connection that is not saved", () => {
  it("opens one session with its login, closes it, and leaves the connection's own to the first need", async () => {
    const { connections, resolve } = await host();
    expect(await connections.createChecked(PROD)).toMatchObject({ check: { canList: "yes", identity: "tester" } });
    expect([provider.openings, provider.disposed]).toEqual([[{ token: TOKEN }], 1]);
    provider.secrets.set("nas", "cnry_value");
    await resolve("keyferry://prod/nas");
    expect([provider.openings.length, provider.disposed]).toEqual([2, 1]);
  });

  it("leaves no file where it fails, closes the session, and says nothing of the login", async () => {
    const refusing = checking(async () => {
      throw new ProviderError({ code: "unauthenticated", message: `the token ${TOKEN} is not known` });
    });
    const { connections } = await host(refusing);
    expect(await failureOf(connections.createChecked(PROD))).toMatchObject({
      code: "unauthenticated",
      connection: "prod",
      where: "connection prod",
    });
    expect(provider.disposed).toBe(provider.openings.length);
    expect(await readdir(folder)).toEqual([]);
  });

  it("masks what the plugin logs meanwhile, and tells events by the connection's name", async () => {
    const records: unknown[] = [];
    const logging: ProviderPlugin["open"] = (connection, from, context) => {
      from.log({ level: "warn", message: `with ${connection.credentials.token}` });
      return provider.plugin.open(connection, from, context);
    };
    const keyferry = await host(logging, { log: (record) => records.push(record) });
    const events: unknown[] = [];
    keyferry.on((event) => events.push(event));
    await keyferry.connections.createChecked(PROD);
    expect(records).toEqual([{ connection: "prod", level: "warn", message: expect.not.stringContaining(TOKEN) }]);
    expect(events).toEqual([expect.objectContaining({ type: "session-opened", connection: "prod" })]);
  });

  it.each(["unavailable", "cancelled"])("ends in time, and leaves no session: %s", async (code) => {
    const giving = new AbortController();
    const hanging = checking(() => {
      if (code === "cancelled") giving.abort();
      return new Promise(() => {});
    });
    const { connections } = await host(hanging, { limits: { attempts: 1, attemptMs: 100 } });
    expect(await failureOf(connections.createChecked(PROD, { signal: giving.signal }))).toMatchObject({ code });
    expect([provider.disposed, await readdir(folder)]).toEqual([1, []]);
  });

  it("reads a login that is a secret of another connection, and names the way where that fails", async () => {
    const { connections, secrets } = await host();
    await connections.create(PROD);
    provider.secrets.set("login", "cnry_of_a_secret");
    await secrets.create({ name: "login", connection: "prod", remoteName: "login", type: "password", unchecked: true });
    const over = { ...PROD, name: "over", sources: { token: "secret:login" } };
    await connections.createChecked(over);
    expect(provider.openings.at(-1)).toEqual({ token: "cnry_of_a_secret" });
    await secrets.create({ name: "gone", connection: "prod", remoteName: "gone", type: "password", unchecked: true });
    const failing = connections.createChecked({ ...over, name: "next", sources: { token: "secret:gone" } });
    expect(await failureOf(failing)).toMatchObject({ code: "not-found", where: expect.stringContaining("next") });
    expect((await connections.list()).map(({ name }) => name)).toEqual(["over", "prod"]);
  });

  it("ends with its host", async () => {
    const started = Promise.withResolvers<void>();
    const hanging = checking(() => {
      started.resolve();
      return new Promise(() => {});
    });
    const keyferry = await host(hanging, { limits: { attempts: 1, attemptMs: 2_000 } });
    const proof = failureOf(keyferry.connections.createChecked(PROD));
    await started.promise;
    await keyferry.dispose();
    expect(provider.disposed).toBe(1);
    expect(await proof).toMatchObject({ code: expect.stringMatching(/unavailable|cancelled/) });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("the proof of a change", () => {
  it("is made with the change and its typed login; a refusal leaves the connection and what was sealed", async () => {
    const sealed = new MemoryCredentialStore();
    let refuse = false;
    const open: ProviderPlugin["open"] = async (...given) => {
      if (refuse) throw new ProviderError({ code: "unauthenticated", message: "no" });
      return provider.plugin.open(...given);
    };
    const keyferry = await host(open, { credentialStore: async () => sealed });
    const { connections, logins } = keyferry;
    const stored = { ...PROD, sources: { token: "stored" } };
    await connections.createChecked(stored, { login: { credentials: { token: TOKEN } } });
    const before = [await connections.get("prod"), await logins.status("prod")];
    const moving = { fields: { site: "there" }, sources: { token: "stored" } };
    const login = { credentials: { token: "cnry_anew" } };
    refuse = true;
    expect(await failureOf(connections.modifyChecked("prod", moving, { login }))).toMatchObject({
      code: "unauthenticated",
    });
    expect([await connections.get("prod"), await logins.status("prod")]).toEqual(before);
    refuse = false;
    const after = await connections.modifyChecked("prod", moving, { login });
    expect(after).toMatchObject({ fields: { site: "there" }, check: { identity: "tester" } });
    expect(provider.openings.at(-1)).toEqual({ token: "cnry_anew" });
    expect(await logins.status("prod")).toMatchObject({ origin: { site: "there" }, sealed: { fits: true } });
    await connections.check("prod");
    expect(provider.openings.at(-1)).toEqual({ token: "cnry_anew" });
  });

  it("takes what is sealed already for what is not typed, and seals both", async () => {
    const sealed = new MemoryCredentialStore();
    const { connections } = await host(undefined, { credentialStore: async () => sealed });
    const stored = { ...PROD, sources: { token: "stored" } };
    await connections.createChecked(stored, { login: { credentials: { token: TOKEN } } });
    const login = { credentials: { second: "cnry_second" } };
    await connections.modifyChecked("prod", { sources: { second: "stored" } }, { login });
    await connections.check("prod");
    const both = { token: TOKEN, second: "cnry_second" };
    expect(provider.openings.slice(1)).toEqual([both, both]);
  });

  it("is refused at the write where somebody changed the connection meanwhile, and puts back what was sealed", async () => {
    const sealed = new MemoryCredentialStore();
    let meddle = async () => {};
    const { connections, logins } = await host(
      async (...given) => {
        await meddle();
        return provider.plugin.open(...given);
      },
      { credentialStore: async () => sealed },
    );
    const stored = { ...PROD, sources: { token: "stored" } };
    await connections.create(stored, { login: { credentials: { token: TOKEN }, expiresAt: "2030-01-01" } });
    meddle = async () => {
      meddle = async () => {};
      await connections.rename("prod", "prod2");
      await connections.rename("prod2", "PROD");
    };
    const change = { sources: { second: "stored" } };
    const login = { credentials: { second: "cnry_second" } };
    expect(await failureOf(connections.modifyChecked("prod", change, { login }))).toMatchObject({ code: "rule" });
    expect((await logins.status("prod")).sealed).toMatchObject({ fields: ["token"], expiresAt: "2030-01-01" });
  });
});
