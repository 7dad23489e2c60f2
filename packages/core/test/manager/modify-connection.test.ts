import { describe, expect, it } from "vitest";
import type { ConnectionChange } from "../../src/index.ts";
import { ConnectionManager } from "../../src/manager/connection-manager.ts";
import { planModification, refuseUnconfirmed } from "../../src/manager/modify-connection.ts";
import { definition, MANIFEST } from "../connections/fixtures.ts";
import { errorOf } from "../settings/support/folder.ts";
import { managers, managersWithConnection } from "./support/managers.ts";

const PAIR = { accessKeyId: "env:A", secretAccessKey: "env:B" };
const plan = (change: ConnectionChange, before = definition()) => planModification(MANIFEST, before, change);

describe("a change", () => {
  it("leaves what it does not name, and needs no word where nothing points elsewhere", () => {
    const { valid, view } = plan({ fields: { tier: "pro", shards: "3" } });
    expect(valid.fields).toEqual({ region: "eu", tier: "pro", shards: 3, dualStack: false });
    expect(valid.auth).toEqual({ method: "token", fields: { mount: "main" }, sources: { token: "env:ACME_TOKEN" } });
    expect(view).toMatchObject({ originChanges: [], voided: [], needsConfirmation: false });
  });

  it("drops a field whose condition no longer holds, and what belongs to a former auth method", () => {
    const pro = definition({ fields: { region: "eu", tier: "pro", shards: 3, dualStack: false } });
    expect(plan({ fields: { tier: "basic" } }, pro).valid.fields).not.toHaveProperty("shards");
    const { auth } = plan({ auth: "access-key", sources: PAIR }).valid;
    expect(auth).toEqual({ method: "access-key", fields: {}, sources: PAIR });
    expect(plan({ auth: "ambient" }).valid.auth).toEqual({ method: "ambient", fields: {}, sources: {} });
  });

  it("takes fields away, and gives their defaults back", () => {
    const before = definition({ fields: { region: "eu", tier: "basic", dualStack: true } });
    expect(plan({ unset: ["dualStack"] }, before).valid.fields).toMatchObject({ dualStack: false });
    expect(() => plan({ unset: ["region"] })).toThrow(/field region: a value is needed/);
    expect(() => plan({ unset: ["token"] })).toThrow(/a source of this credential is needed/);
    expect(() => plan({ unset: ["nope"] })).toThrow(/has no field nope to take away/);
  });

  it.each<[string, ConnectionChange, RegExp]>([
    ["a value that does not fit", { fields: { region: "EU!" } }, /right form/],
    ["an unknown field", { fields: { regoin: "eu" } }, /did you mean region/],
    ["a credential as a literal", { fields: { token: "cnry_1" } }, /never given as a literal/],
    ["a source of another auth method", { sources: PAIR }, /belongs to the auth method access-key, not to token/],
    ["an auth method without its credentials", { auth: "access-key" }, /a source of this credential is needed/],
    ["what is no source", { sources: { token: "cnry_1" } }, /no source of a credential/],
  ])("is refused: %s", (_, change, message) => {
    expect(() => plan(change)).toThrow(message);
  });
});

describe("what a change would do", () => {
  const stored = definition({
    auth: { method: "token", fields: { mount: "main" }, sources: { token: "stored" } },
  });

  it("is told by name, what is dropped included, with the login's fields and sources", () => {
    const before = definition({ fields: { region: "eu", tier: "pro", shards: 3, dualStack: false } });
    const { view } = plan({ fields: { tier: "basic" }, auth: "access-key", sources: PAIR }, before);
    expect(view.method).toEqual({ from: "token", to: "access-key" });
    expect(view.changes).toEqual([
      { field: "accessKeyId", to: "env:A" },
      { field: "mount", from: "main" },
      { field: "secretAccessKey", to: "env:B" },
      { field: "shards", from: 3 },
      { field: "tier", from: "pro", to: "basic" },
      { field: "token", from: "env:ACME_TOKEN" },
    ]);
    expect(plan({ fields: { tier: "basic" } }).view).toMatchObject({ changes: [] });
    expect(plan({}).view).not.toHaveProperty("method");
  });

  it.each<[string, ConnectionChange, readonly string[]]>([
    ["nothing where it stays where it is", { fields: { tier: "pro", shards: "1" } }, []],
    ["what was sealed for another place", { fields: { region: "us" } }, ["token"]],
    ["what is given as stored", { sources: { token: "stored" } }, ["token"]],
    ["nothing that has another source", { fields: { region: "us" }, sources: { token: "env:T" } }, []],
  ])("names what is to be sealed anew: %s", (_, change, fields) => {
    expect(plan(change, stored).view.toSeal).toEqual(fields);
  });

  it("names secrets as a person does, and is refused for what stands in the machine's file", async () => {
    const { connections, secrets, store } = await managersWithConnection();
    await connections.create({ name: "other", provider: "fake", fields: { region: "n" }, sources: { token: "env:T" } });
    await secrets.create({ name: "key", connection: "other", remoteName: "k", type: "password", unchecked: true });
    const { changes } = await connections.modification("prod", { sources: { token: "secret:key" } });
    expect(changes).toEqual([{ field: "token", from: "env:TOKEN", to: "secret:key" }]);
    await connections.modify("prod", { sources: { token: "secret:key" } });
    expect((await connections.modification("prod", { sources: { token: "secret:key" } })).changes).toEqual([]);
    const [id = ""] = (await store.read()).connections.keys();
    const update = () => Promise.reject(new Error("nothing is written"));
    const machine = {
      path: store.path,
      update,
      read: async () => ({ ...(await store.read()), readOnly: new Set([id]) }),
    };
    const { ports } = await managers();
    const fixed = new ConnectionManager({ ...ports, store: machine });
    const error = await errorOf(fixed.modification("prod", {}));
    expect(error.failures[0]).toMatchObject({ code: "rule", message: expect.stringContaining("machine's settings") });
  });
});

describe("a change of where it points", () => {
  const pair = definition({ auth: { method: "access-key", fields: {}, sources: PAIR } });

  it.each<[string, ConnectionChange, string]>([
    ["a field", { fields: { region: "us" } }, 'region: "eu" → "us"'],
    ["a new field", { fields: { endpoint: "https://e" } }, 'endpoint: nothing → "https://e"'],
    ["a field of the auth method", { fields: { role: "r" } }, 'role: nothing → "r"'],
  ])("voids every source: %s", (_, change, text) => {
    const { view } = plan(change, pair);
    expect(view).toMatchObject({ voided: ["accessKeyId", "secretAccessKey"], needsConfirmation: true });
    expect(() => refuseUnconfirmed(view, undefined)).toThrow(text);
    expect(() => refuseUnconfirmed(view, { ...view.origin, region: "elsewhere" })).toThrow(text);
    refuseUnconfirmed(view, view.origin);
  });

  it("needs no word where every source is given again, and names those that are not", () => {
    const fields = { region: "us" };
    expect(plan({ fields, sources: PAIR }, pair).view).toMatchObject({ voided: [], needsConfirmation: false });
    const { view } = plan({ fields, sources: { accessKeyId: "env:A" } }, pair);
    expect(view.voided).toEqual(["secretAccessKey"]);
    expect(() => refuseUnconfirmed(view, undefined)).toThrow(/or give it again: --credential secretAccessKey=SOURCE/);
  });

  it("needs a word for a login that is the machine's own", () => {
    const ambient = definition({ auth: { method: "ambient", fields: {}, sources: {} } });
    expect(plan({ fields: { region: "us" } }, ambient).view.needsConfirmation).toBe(true);
  });

  it("that was made by hand is confirmed by a change of nothing", () => {
    const edited = definition({ fields: { region: "us", tier: "basic", dualStack: false } });
    const { view } = plan({}, edited);
    expect(view.originChanges).toEqual([{ field: "region", from: "eu", to: "us" }]);
    expect(view.needsConfirmation).toBe(true);
  });
});

describe("connections.modify", () => {
  it("saves the change with its confirmed origin, and nothing without a word", async () => {
    const { connections, store } = await managersWithConnection();
    const change = { fields: { region: "south" } };
    const error = await errorOf(connections.modify("prod", change));
    expect(error.failures[0]).toMatchObject({ code: "rule", where: "connection prod" });
    expect((await store.read()).revision).toBe(1);
    const { origin } = await connections.modification("prod", change);
    await connections.modify("PROD", change, { confirmedOrigin: origin });
    const [held] = (await store.read()).connections.values();
    expect(held).toMatchObject({ fields: { region: "south" }, confirmedOrigin: { region: "south" } });
    expect(held?.auth.sources).toEqual({ token: "env:TOKEN" });
  });

  it("drops a stored login that was sealed for another place, and keeps it otherwise", async () => {
    const { connections, logins, sealed } = await managersWithConnection();
    const stored = async () => (await sealed.status())?.entries.length ?? 0;
    await logins.login("prod", { token: "cnry_1" }, { keeper: "key-file:/k" });
    await connections.modify("prod", { fields: { colour: "red" } });
    expect(await stored()).toBe(1);
    const change = { fields: { region: "south" } };
    await connections.modify("prod", change, { confirmedOrigin: { region: "south" } });
    expect(await stored()).toBe(0);
    await logins.login("prod", { token: "cnry_1" });
    await connections.modify("prod", { sources: { token: "env:T" } });
    expect(await stored()).toBe(0);
  });

  it("refuses a circle, for whichever connection it closes, and a way that gets too long elsewhere", async () => {
    const { connections, secrets, store } = await managersWithConnection();
    const chain = ["prod", "b", "c", "d"];
    for (const [at, name] of chain.entries()) {
      const source = `secret:of-${chain[at - 1]}`;
      if (at > 0)
        await connections.create({ name, provider: "fake", fields: { region: "x" }, sources: { token: source } });
      await secrets.create({
        name: `of-${name}`,
        connection: name,
        remoteName: "r",
        type: "password",
        unchecked: true,
      });
    }
    const circle = await errorOf(connections.modify("prod", { sources: { token: "secret:of-c" } }));
    expect(circle.failures[0]?.message).toMatch(/leads back to itself: prod → of-c → c → of-b → b → of-prod → prod$/m);
    await connections.create({ name: "e", provider: "fake", fields: { region: "x" }, sources: { token: "env:E" } });
    await secrets.create({ name: "of-e", connection: "e", remoteName: "r", type: "password", unchecked: true });
    const long = await errorOf(connections.modify("prod", { sources: { token: "secret:of-e" } }));
    expect(long.message).toMatch(/more than 4 connections: d → of-c → c → of-b → b → of-prod → prod → of-e → e/);
    expect([...(await store.read()).connections.values()][0]?.auth.sources).toEqual({ token: "env:TOKEN" });
  });

  it("names the nearest connection for one that is not there", async () => {
    const { connections } = await managers();
    for (const call of [() => connections.modify("x", {}), () => connections.modification("x", {})]) {
      expect((await errorOf(call)).failures[0]?.code).toBe("unknown-name");
    }
  });
});
