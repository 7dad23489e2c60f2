import type { FetchOutcome, Session } from "@keyferry/core/provider";
import { startVaultStore, type VaultStore } from "@keyferry/test-harness/vault";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAll, open, patient, toStore } from "./support/connection.ts";
import { testHost } from "./support/host.ts";

const fields = (json: string, more: object = {}) =>
  expect.objectContaining({ ok: true, payload: { kind: "fields", json }, ...more });
const failed = (code: string, message = "") =>
  expect.objectContaining({
    ok: false,
    error: expect.objectContaining({ code, message: expect.stringContaining(message) }),
  });

let store: VaultStore;
let session: Session;

beforeEach(async () => {
  store = await startVaultStore();
  session = await open(toStore(store));
});

afterEach(async () => {
  await session.dispose();
  await store.close();
});

async function read(name: string, version?: string, of = session): Promise<FetchOutcome | undefined> {
  return (await of.fetch([version === undefined ? { name } : { name, version }], patient()))[0];
}

describe("reading", () => {
  it("gives the record, its version and the digits of its numbers", async () => {
    store.put("app/db", '{"user":"u","port":12345678901234567890,"ratio":1.10,"deep":{"n":1e400}}');
    expect(await read("app/db")).toEqual(
      fields('{"user":"u","port":12345678901234567890,"ratio":1.10,"deep":{"n":1e400}}', { version: "1" }),
    );
    const asked = store.calls.map(({ target }) => target);
    expect(asked).toEqual(["/v1/sys/internal/ui/mounts/secret", "/v1/secret/data/app/db"]);
  });

  it("takes no key for another one that was read before it", async () => {
    // https://github.com/nodejs/node/issues/63785
    store.put("first", '{"h":"1","R\\\\u":"2"}');
    store.put("second", '{"h":"1","R\\u0026D":"2"}');
    expect(await read("first")).toEqual(fields('{"h":"1","R\\\\u":"2"}'));
    expect(await read("second")).toEqual(fields('{"h":"1","R&D":"2"}'));
  });

  it("asks once what is mounted, however many reads begin at once", async () => {
    for (let index = 0; index < 20; index++) store.put(`n${index}`, { v: index });
    await Promise.all(Array.from({ length: 20 }, (_, index) => read(`n${index}`)));
    expect(store.calls.filter(({ operation }) => operation === "mounts")).toHaveLength(1);
  });

  it("sends names byte by byte, each part encoded by itself", async () => {
    const name = "ö/a b/x&y=1;'(*)!/日本 🔑/#".replace("#", "+:@");
    store.put(name, { v: "1" });
    expect(await read(name)).toEqual(fields('{"v":"1"}'));
    expect(store.calls.at(-1)?.target).toBe(
      "/v1/secret/data/%C3%B6/a%20b/x%26y%3D1%3B'(*)!/%E6%97%A5%E6%9C%AC%20%F0%9F%94%91/%2B%3A%40",
    );
  });

  it("reads KV version 1, which keeps no versions", async () => {
    store.put("old", { v: "1" }, { mount: "kv" });
    const first = await open(toStore(store, { url: `${store.endpoint}/v1/kv/` }));
    expect(await read("old", undefined, first)).toEqual({
      ok: true,
      payload: { kind: "fields", json: '{"v":"1"}' },
    });
    expect(await read("old", "2", first)).toEqual(failed("unsupported", "keeps no versions"));
    expect(await read("gone", undefined, first)).toEqual(failed("not-found"));
  });

  it("pins versions, and tells deleted, destroyed and missing ones apart", async () => {
    for (const v of ["1", "2", "3", "4"]) store.put("db", { v });
    store.delete("db", { versions: [2] });
    store.destroy("db", { versions: [3] });
    expect(await read("db")).toEqual(fields('{"v":"4"}', { version: "4" }));
    expect(await read("db", "1")).toEqual(fields('{"v":"1"}', { version: "1" }));
    expect(await read("db", "2")).toEqual(failed("not-found", "version 2 of the secret is deleted"));
    expect(await read("db", "3")).toEqual(failed("not-found", "version 3 of the secret is destroyed"));
    expect(await read("db", "9")).toEqual(failed("not-found", "no such"));
    for (const odd of ["0", "latest", "-1", "1.5", "1&list=true"]) {
      expect(await read("db", odd)).toEqual(failed("invalid-address", "whole number"));
    }
    store.delete("db", { versions: [4] });
    expect(await read("db")).toEqual(failed("not-found", "version 4 of the secret is deleted"));
  });

  it("says when a version deletes itself", async () => {
    const deletedAt = Date.now() + 3_600_000;
    store.put("brief", { v: "1" }, { deletedAt });
    expect(await read("brief")).toEqual(fields('{"v":"1"}', { expiresAt: new Date(deletedAt).toISOString() }));
    store.put("brief", { v: "2" }, { deletedAt: Date.now() - 1_000 });
    expect(await read("brief")).toEqual(failed("not-found", "deleted"));
  });

  it("answers each of several addresses by itself, and tells denied from missing", async () => {
    store.put("a", { v: "1" });
    store.put("b", { v: "2" });
    store.deny({ operation: "read", name: "b" });
    const outcomes = await session.fetch([{ name: "a" }, { name: "b" }, { name: "c" }], patient());
    expect(outcomes).toEqual([fields('{"v":"1"}'), failed("access-denied"), failed("not-found")]);
  });

  it.each([
    ["neither form", '{"data":{"data":{"v":"1"}}}'],
    ["a value that is no record", '{"data":{"data":"x","metadata":{"version":1}}}'],
    ["another version", '{"data":{"data":{"v":"1"},"metadata":{"version":7}}}'],
    ["no data", '{"data":null}'],
  ])("calls an answer with %s integrity", async (_, body) => {
    store.put("a", { v: "1" });
    await read("a");
    store.fault({ kind: "json", operation: "read", body });
    expect(await read("a", "1")).toEqual(failed("integrity"));
  });
});

describe("where Vault does not say what is mounted", () => {
  beforeEach(async () => {
    store.deny({ operation: "mounts" });
    session = await open(toStore(store));
  });

  it("tells version 2 by its answer, and asks in that form from then on", async () => {
    store.put("a", { v: "1" });
    expect(await read("a")).toEqual(fields('{"v":"1"}'));
    expect(await read("b")).toEqual(failed("not-found"));
    expect(store.calls.filter(({ operation }) => operation === "read").map(({ path }) => path)).toEqual([
      "secret/data/a",
      "secret/data/b",
    ]);
  });

  it("tells version 2 by how it refuses the form of version 1", async () => {
    expect(await read("gone")).toEqual(failed("not-found"));
    store.put("a", { v: "1" });
    expect(await read("a")).toEqual(fields('{"v":"1"}'));
    expect(store.calls.filter(({ operation }) => operation === "read").map(({ path }) => path)).toEqual([
      "secret/data/gone",
      "secret/gone",
      "secret/data/a",
    ]);
  });

  it("tells version 1 by its answer, even where a secret of it stands below data/", async () => {
    store.put("a", { v: "1" }, { mount: "kv" });
    store.put("data/a", { v: "other" }, { mount: "kv" });
    store.put("deep/b", { v: "2" }, { mount: "kv" });
    const first = await open(toStore(store, { url: `${store.endpoint}/v1/kv/` }));
    expect(await read("a", undefined, first)).toEqual(fields('{"v":"1"}'));
    expect((await listAll(first)).names).toEqual(["a", "data/a", "deep/b"]);
  });

  it("lists and describes all the same", async () => {
    store.put("a/b", { v: "1" }, { customMetadata: { description: "the b" } });
    expect((await listAll(session)).names).toEqual(["a/b"]);
    expect(await session.describe?.({ name: "a/b" }, patient())).toMatchObject({ description: "the b" });
    const first = await open(toStore(store, { url: `${store.endpoint}/v1/kv/` }));
    expect((await listAll(first)).names).toEqual([]);
    store.put("x/y", { v: "1" }, { mount: "kv" });
    expect(await first.describe?.({ name: "x/y" }, patient())).toEqual({ name: "x/y" });
    await expect(first.describe?.({ name: "x/z" }, patient())).rejects.toMatchObject({
      failure: { code: "not-found" },
    });
  });

  it("does as the connection says without asking", async () => {
    store.put("a", { v: "1" }, { mount: "kv" });
    const fixed = await open(toStore(store, { url: `${store.endpoint}/v1/kv/`, kvVersion: "1" }));
    expect(await read("a", undefined, fixed)).toEqual(fields('{"v":"1"}'));
    expect(store.calls.filter(({ target }) => target.includes("kv"))).toHaveLength(1);
    const wrong = await open(toStore(store, { kvVersion: "1" }));
    await expect(read("a", undefined, wrong)).rejects.toMatchObject({
      failure: { code: "invalid-connection", message: expect.stringContaining("version 2") },
    });
  });
});

describe("the mount", () => {
  it.each([
    ["nothing", "nowhere", "invalid-connection", "nothing mounted"],
    ["another engine", "pki", "invalid-connection", "no KV"],
    ["a folder of a mount", "secret/team", "invalid-connection", "folder of a mount"],
  ])("that is %s is named as such", async (_, mount, code, message) => {
    store.mount("pki", 1, "pki");
    const reading = open(toStore(store, { url: store.endpoint, mount })).then((wrong) => read("a", undefined, wrong));
    await expect(reading).rejects.toMatchObject({
      failure: { code, message: expect.stringContaining(message) },
    });
  });

  it("may have several parts", async () => {
    store.mount("team/kv", 2);
    store.put("a", { v: "1" }, { mount: "team/kv" });
    const deep = await open(toStore(store, { url: `${store.endpoint}/v1/team/kv` }));
    expect(await read("a", undefined, deep)).toEqual(fields('{"v":"1"}'));
  });
});

describe("describing", () => {
  it("gives what Vault keeps beside the value, and never reads it", async () => {
    store.put("db", { v: "1" }, { customMetadata: { owner: "ops", Description: "the nightly one" } });
    store.put("db", { v: "2" });
    store.put("db", { v: "3" });
    store.destroy("db", { versions: [2] });
    expect(await session.describe?.({ name: "db" }, patient())).toEqual({
      name: "db",
      description: "the nightly one",
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      enabled: true,
      versions: ["3", "1"],
    });
    store.put("plain", { v: "1" }, { customMetadata: { owner: "ops", tier: "gold" } });
    expect(await session.describe?.({ name: "plain" }, patient())).toMatchObject({
      description: "owner: ops, tier: gold",
    });
    store.delete("db", { versions: [3] });
    expect(await session.describe?.({ name: "db" }, patient())).toMatchObject({ enabled: false, versions: ["1"] });
    await expect(session.describe?.({ name: "gone" }, patient())).rejects.toMatchObject({
      failure: { code: "not-found" },
    });
    expect(store.calls.some(({ operation }) => operation === "read")).toBe(false);
  });
});

describe("checking", () => {
  it("proves the login without reading a value", async () => {
    store.put("a", { v: "1" });
    expect(await session.check(patient())).toEqual({ canList: "yes", identity: "root", renewable: false });
    store.deny({ operation: "list" });
    expect(await session.check(patient())).toMatchObject({ canList: "no" });
    expect(store.calls.some(({ operation }) => operation === "read")).toBe(false);
  });

  it("calls an empty mount listable, and a token that may not look itself up a login", async () => {
    store.deny({ operation: "lookup-self" });
    expect(await session.check(patient())).toEqual({ canList: "yes" });
  });

  it("says when the login ends, and warns before a given token does", async () => {
    const token = store.issueToken({ seconds: 6, renewable: true }, "nightly");
    const { host, logged } = testHost();
    const brief = await open({ ...toStore(store), credentials: { token } }, host);
    const result = await brief.check(patient());
    expect(result).toMatchObject({ canList: "yes", identity: "nightly", renewable: false });
    expect(Date.parse(result.expiresAt ?? "")).toBeGreaterThan(Date.now());
    await expect
      .poll(() => logged)
      .toContainEqual(expect.objectContaining({ level: "warn", message: expect.stringContaining("ends soon") }));
    await brief.dispose();
    expect(store.calls.map(({ operation }) => operation)).not.toContain("revoke-self");
  });
});

it("only ever reads", async () => {
  store.put("a/b", { v: "1" });
  await session.check(patient());
  await listAll(session);
  await session.describe?.({ name: "a/b" }, patient());
  await read("a/b");
  await session.dispose();
  expect(store.calls.length).toBeGreaterThan(4);
  expect(store.writes).toEqual([]);
});
