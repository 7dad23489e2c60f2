import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createKeyferry, isKeyferryError, type Keyferry } from "../../src/index.ts";
import { openForDelivery } from "../../src/secret/delivery.ts";
import { storeAt } from "../settings/support/folder.ts";
import { type MemoryProvider, memoryProvider } from "../support/memory-provider.ts";

const ROOT = "cnry_root_0123456789";

let folder: string;
let provider: MemoryProvider;
let keyferry: Keyferry;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-core-"));
  provider = memoryProvider();
  keyferry = await createKeyferry({
    settings: join(folder, "settings.json"),
    plugins: [provider.plugin],
    env: { ROOT },
    limits: { backoffMs: 1, attempts: 2 },
  });
});

afterEach(async () => {
  await keyferry.dispose();
  await rm(folder, { recursive: true });
});

const connect = (name: string, sources: Record<string, string>) =>
  keyferry.connections.create({ name, provider: "memory", fields: { site: name }, sources });

/** A secret whose remote name and value follow from its name. */
async function define(name: string, connection: string, key?: string): Promise<void> {
  if (!provider.secrets.has(`remote-${name}`)) provider.secrets.set(`remote-${name}`, `cnry_of_${name}`);
  const picked = key === undefined ? {} : { key };
  await keyferry.secrets.create({
    ...{ name, connection, remoteName: `remote-${name}`, type: "password", unchecked: true, ...picked },
  });
}

async function failureOf(running: Promise<unknown>) {
  const thrown = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown)) throw new Error("it did not fail as it should");
  expect(JSON.stringify(thrown.failures)).not.toContain("cnry_");
  return thrown.failures[0];
}

/** d ← s0 ← b and c ← s1 and s2 ← a */
async function diamond(): Promise<void> {
  await connect("d", { token: "env:ROOT" });
  await define("s0", "d");
  await connect("b", { token: "secret:s0" });
  await connect("c", { token: "secret:s0" });
  await define("s1", "b");
  await define("s2", "c");
  await connect("a", { token: "secret:s1", second: "secret:s2" });
  await define("wanted", "a");
  provider.fetches.length = 0;
}

const openedToken = async (name: string) => openForDelivery(await keyferry.resolve(`keyferry:${name}`));

describe("a login that is a secret of another connection", () => {
  it("is read by the whole way, and by a diamond once", async () => {
    await diamond();
    expect(await openedToken("wanted")).toBe("cnry_of_wanted");
    expect(provider.fetches.flat().sort()).toEqual(["remote-s0", "remote-s1", "remote-s2", "remote-wanted"]);
    expect(provider.openings.map(({ token, second }) => [token, second])).toEqual([
      [ROOT, undefined],
      ["cnry_of_s0", undefined],
      ["cnry_of_s0", undefined],
      ["cnry_of_s1", "cnry_of_s2"],
    ]);
  });

  it("is read once for connections that are opened at the same time", async () => {
    await diamond();
    await Promise.all(["s1", "s2", "s1"].map(openedToken));
    expect(provider.fetches.flat().filter((name) => name === "remote-s0")).toHaveLength(1);
  });

  it("takes two keys of one remote secret by one read", async () => {
    await connect("d", { token: "env:ROOT" });
    provider.secrets.set("remote-pair", JSON.stringify({ id: "cnry_id", key: "cnry_key" }));
    for (const key of ["id", "key"]) {
      const definition = {
        connection: "d",
        remoteName: "remote-pair",
        type: "password",
        key,
        unchecked: true,
      } as const;
      await keyferry.secrets.create({ name: key, ...definition });
    }
    await connect("a", { token: "secret:id", second: "secret:key" });
    await keyferry.connections.check("a");
    expect(provider.fetches).toEqual([["remote-pair"]]);
    expect(provider.openings.at(-1)).toEqual({ token: "cnry_id", second: "cnry_key" });
  });

  it("names the whole way to the link that fails", async () => {
    await diamond();
    provider.secrets.delete("remote-s0");
    expect(await failureOf(keyferry.connections.check("a"))).toMatchObject({
      code: "not-found",
      where: "connection a → s1 → b → s0 → d",
      message: "there is no such secret",
    });
    expect((await failureOf(keyferry.resolve("keyferry:wanted")))?.where).toBe("connection a → s1 → b → s0 → d");
  });

  it("names the credential at the end of the way that cannot be read", async () => {
    await diamond();
    await keyferry.dispose();
    keyferry = await createKeyferry({ settings: join(folder, "settings.json"), plugins: [provider.plugin], env: {} });
    expect(await failureOf(keyferry.connections.check("a"))).toMatchObject({
      code: "unauthenticated",
      where: "connection a → s1 → b → s0 → d, credential token",
      message: "the environment variable ROOT is not set",
    });
  });

  it("tries anew after a link that failed", async () => {
    await diamond();
    provider.secrets.delete("remote-s0");
    await failureOf(keyferry.connections.check("a"));
    provider.secrets.set("remote-s0", "cnry_later");
    await keyferry.connections.check("a");
    expect(provider.openings.map(({ token }) => token)).toContain("cnry_later");
  });

  it.each([
    ["a line break inside", "cnry_\nx", /has a line break/],
    ["a NUL", "cnry_\0", /holds a space, a line break/],
    ["what is not ASCII", "cnry_é", /not ASCII/],
    ["more than 64 KiB", "x".repeat(64 * 1024 + 1), /longer than 64 KiB/],
  ])("is refused with %s", async (_, value, message) => {
    await connect("d", { token: "env:ROOT" });
    await define("s0", "d");
    await connect("a", { token: "secret:s0" });
    provider.secrets.set("remote-s0", value);
    expect((await failureOf(keyferry.connections.check("a")))?.message).toMatch(message);
  });
});

describe("the rules of such a login", () => {
  it("keeps the secret by its id: it may be renamed, shows its name, and cannot be deleted", async () => {
    await connect("d", { token: "env:ROOT" });
    await define("s0", "d");
    await connect("a", { token: "secret:S0" });
    await keyferry.secrets.rename("s0", "boot");
    expect((await keyferry.connections.get("a")).auth.sources).toEqual({ token: "secret:boot" });
    expect((await keyferry.logins.status("a")).sources).toEqual({ token: "secret:boot" });
    await keyferry.connections.check("a");
    expect(await failureOf(keyferry.secrets.delete("boot"))).toMatchObject({
      code: "rule",
      message: 'the secret "boot" is the login of the connection "a"',
    });
    expect((await failureOf(keyferry.connections.delete("d")))?.code).toBe("rule");
    await keyferry.connections.delete("a");
    await keyferry.secrets.delete("boot");
  });

  it("names the nearest secret for one that is not there", async () => {
    await connect("d", { token: "env:ROOT" });
    await define("boot-token", "d");
    const failure = await failureOf(connect("a", { token: "secret:boot-tokn" }));
    expect(failure).toMatchObject({ code: "unknown-name", hint: expect.stringContaining('"boot-token"') });
  });

  it("refuses a fifth connection when it is saved, and saves nothing", async () => {
    await connect("c1", { token: "env:ROOT" });
    for (let at = 1; at < 5; at += 1) {
      await define(`s${at}`, `c${at}`);
      const saving = connect(`c${at + 1}`, { token: `secret:s${at}` });
      if (at < 4) await saving;
      else {
        const path = "c5 → s4 → c4 → s3 → c3 → s2 → c2 → s1 → c1";
        expect(await failureOf(saving)).toMatchObject({ code: "rule", message: expect.stringContaining(path) });
      }
    }
    expect(await keyferry.connections.list()).toHaveLength(4);
  });

  it("refuses a circle that was made by hand when it is used, and opens nothing", async () => {
    await diamond();
    const store = storeAt(folder);
    await store.update((draft) => {
      const [id, d] = [...draft.connections].find(([, { name }]) => name === "d") ?? [];
      const [s1] = [...draft.secrets].find(([, { name }]) => name === "s1") ?? [];
      if (id && d) draft.connections.set(id, { ...d, auth: { ...d.auth, sources: { token: `secret:${s1}` } } });
    });
    const failure = await failureOf(keyferry.connections.check("a"));
    expect(failure?.code).toBe("rule");
    expect(failure?.message).toMatch(/leads back to itself: a → s1 → b → s0 → d → s1 → b$/);
    expect([provider.openings, provider.fetches]).toEqual([[], []]);
  });

  it("takes a source for damage that names no secret", async () => {
    await connect("a", { token: "env:ROOT" });
    const store = storeAt(folder);
    await store
      .update((draft) => {
        for (const [id, a] of draft.connections) {
          draft.connections.set(id, { ...a, auth: { ...a.auth, sources: { token: "secret:gone" } } });
        }
      })
      .catch(() => undefined);
    // Refused under the lock already: the settings stay whole.
    expect((await keyferry.connections.get("a")).auth.sources).toEqual({ token: "env:ROOT" });
  });
});
