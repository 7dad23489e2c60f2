import type { Session } from "@keyferry/core/provider";
import { startVaultStore, type VaultStore } from "@keyferry/test-harness/vault";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAll, open, patient, toStore } from "./support/connection.ts";
import { testHost } from "./support/host.ts";

let store: VaultStore;
let session: Session;

beforeEach(async () => {
  store = await startVaultStore();
  session = await open(toStore(store));
});

afterEach(() => store.close());

describe("listing", () => {
  it("walks all folders, names each secret once, and reads nothing", async () => {
    const names = ["a", "b/c", "b/d/e", "b/d/f", "b/z", "b", "ö x/y", "z/1/2/3/4"];
    for (const name of names) store.put(name, { v: "1" });
    const listed = await listAll(session);
    expect(listed.names.sort()).toEqual([...names].sort());
    expect(new Set(store.calls.map(({ operation }) => operation))).toEqual(new Set(["mounts", "list"]));
    expect(store.calls.filter(({ operation }) => operation === "list").every(({ method }) => method === "GET")).toBe(
      true,
    );
    // One request a folder.
    expect(store.calls.filter(({ operation }) => operation === "list")).toHaveLength(8);
  });

  it("calls an empty mount empty", async () => {
    expect(await session.list({}, patient())).toEqual({ items: [] });
  });

  it("gives 10,000 names of one folder, and of 1,000 folders, in few pages", async () => {
    for (let index = 0; index < 10_000; index++) store.put(`n${index}`, "{}");
    for (let index = 0; index < 1_000; index++) store.put(`f/${index % 10}/${index}/x`, "{}");
    const { names, pages } = await listAll(session);
    expect(new Set(names).size).toBe(11_000);
    expect(pages).toBeLessThan(150);
  });

  it("goes on in a session that was opened anew", async () => {
    for (let index = 0; index < 40; index++) store.put(`f${index}/x`, { v: "1" });
    const first = await session.list({}, patient());
    expect(first.next).toBeTypeOf("string");
    const anew = await open(toStore(store));
    const names = first.items.map(({ name }) => name);
    let cursor = first.next;
    while (cursor !== undefined) {
      const page = await anew.list({ cursor }, patient());
      names.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
    expect(names.sort()).toEqual(Array.from({ length: 40 }, (_, index) => `f${index}/x`).sort());
  });

  it("goes on where a folder went away meanwhile", async () => {
    for (let index = 0; index < 40; index++) store.put(`f${String(index).padStart(2, "0")}/x`, { v: "1" });
    const first = await session.list({}, patient());
    for (const { name } of first.items) store.remove(name);
    store.remove("f20/x");
    const anew = await open(toStore(store));
    const page = await anew.list({ cursor: first.next ?? "" }, patient());
    expect(page.items.map(({ name }) => name)).not.toContain("f20/x");
    expect(page.items.length).toBeGreaterThan(10);
  });

  it("says that the top may not be listed, and leaves out a folder that may not, with a warning", async () => {
    store.put("a/x", { v: "1" });
    store.put("b/x", { v: "1" });
    store.deny({ operation: "list", name: "a/" });
    const { host, logged } = testHost();
    const watched = await open(toStore(store), host);
    expect((await listAll(watched)).names).toEqual(["b/x"]);
    expect(logged).toEqual([{ level: "warn", message: expect.stringContaining("leaves out a folder") }]);
    store.deny({ operation: "list" });
    await expect(session.list({}, patient())).rejects.toMatchObject({ failure: { code: "access-denied" } });
  });

  it("fails as a whole where the login ends in the middle", async () => {
    const token = store.issueToken({ seconds: 60, renewable: false });
    for (let index = 0; index < 40; index++) store.put(`f${index}/x`, { v: "1" });
    const brief = await open({ ...toStore(store), credentials: { token } });
    await brief.list({}, patient());
    store.expireTokens();
    await expect(listAll(brief)).rejects.toMatchObject({ failure: { code: "unauthenticated" } });
  });

  it.each([
    ["no list", '{"data":{"keys":"a"}}'],
    ["no data", '{"data":null}'],
    ["a name that is none", '{"data":{"keys":[1]}}'],
    ["a name of several parts", '{"data":{"keys":["a/b"]}}'],
  ])("calls an answer with %s integrity", async (_, body) => {
    store.fault({ kind: "json", operation: "list", body });
    await expect(session.list({}, patient())).rejects.toMatchObject({ failure: { code: "integrity" } });
  });

  it("ends where folders nest without end", async () => {
    store.fault({ kind: "json", operation: "list", body: '{"data":{"keys":["x/"]}}' });
    await expect(listAll(session)).rejects.toMatchObject({
      failure: { code: "integrity", message: expect.stringContaining("nest") },
    });
  });

  it("never asks for a folder that would lead elsewhere", async () => {
    store.fault({ kind: "json", operation: "list", times: 1, body: '{"data":{"keys":["../","./","a","..","x%2f/"]}}' });
    const { host, logged } = testHost();
    const watched = await open(toStore(store), host);
    const { names } = await listAll(watched);
    expect(names).toEqual(["a", ".."]);
    expect(logged).toHaveLength(2);
    expect(store.calls.map(({ target }) => target).filter((target) => target.includes("."))).toEqual([]);
    expect(store.calls.at(-1)?.target).toBe("/v1/secret/metadata/x%252f/?list=true");
  });
});
