import { describe, expect, it } from "vitest";
import { ProviderError } from "../../src/contract/errors.ts";
import { isKeyferryError } from "../../src/contract/failure.ts";
import type { ListPage, ListQuery, RemoteSecret } from "../../src/contract/session.ts";
import { Inspector } from "../../src/resolve/inspector.ts";
import type { Limits } from "../../src/resolve/limits.ts";
import { fakeConnection, fakeReaders, fakeSession } from "../support/fake-connection.ts";

type Pages = (query: ListQuery, call: number) => ListPage;

function inspector(pages: Pages, limits: Partial<Limits> = {}) {
  const queries: ListQuery[] = [];
  const session = fakeSession({
    list: async (query) => {
      queries.push(query);
      return pages(query, queries.length);
    },
  });
  const { readers, events } = fakeReaders([fakeConnection([session])], { backoffMs: 1, ...limits });
  return { inspector: new Inspector(readers), queries, events };
}

async function collect(list: AsyncIterable<RemoteSecret>): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of list) names.push(name);
  return names;
}

async function failure(running: Promise<unknown>) {
  const thrown = await running.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isKeyferryError(thrown)) throw new Error("was not refused");
  return thrown.failures[0];
}

const item = (name: string): RemoteSecret => ({ name });

describe("the manager's list", () => {
  it("follows pages, empty ones too, and gives each name once", async () => {
    const { inspector: all, queries } = inspector(({ cursor }) => {
      if (cursor === undefined) return { items: [item("a"), item("b")], next: "1" };
      if (cursor === "1") return { items: [], next: "2" };
      return { items: [item("b"), item("c")] };
    });
    expect(await collect(all.list("c1"))).toEqual(["a", "b", "c"]);
    expect(queries).toEqual([{}, { cursor: "1" }, { cursor: "2" }]);
  });

  it("filters again what the manager gives, whatever the case", async () => {
    const { inspector: all, queries } = inspector(() => ({ items: [item("Backup/NAS"), item("other")] }));
    expect(await collect(all.list("c1", "nas"))).toEqual(["Backup/NAS"]);
    expect(queries).toEqual([{ filter: "nas" }]);
  });

  it("repeats a page that failed in passing, from where it was", async () => {
    const { inspector: all, queries } = inspector(({ cursor }, call) => {
      if (call === 2) throw new ProviderError({ code: "throttled", message: "slower" });
      return cursor === undefined ? { items: [item("a")], next: "1" } : { items: [item("b")] };
    });
    expect(await collect(all.list("c1"))).toEqual(["a", "b"]);
    expect(queries.map(({ cursor }) => cursor)).toEqual([undefined, "1", "1"]);
  });

  it.each<[string, Pages, Partial<Limits>, RegExp]>([
    ["turns in a circle", () => ({ items: [], next: "again" }), {}, /circle/],
    ["has too many pages", (_, call) => ({ items: [], next: `${call}` }), { listPages: 5 }, /more than 5 pages/],
    [
      "has too many names",
      (_, call) => ({ items: [item(`${call}`)], next: `${call}` }),
      { listNames: 3 },
      /more than 3 names/,
    ],
  ])("is an error, never short, where it %s", async (_what, pages, limits, expected) => {
    const error = await failure(collect(inspector(pages, limits).inspector.list("c1")));
    expect(error).toMatchObject({
      code: "integrity",
      message: expect.stringMatching(expected),
      where: "connection name-of-c1",
    });
  });

  it("says what the manager said where listing is denied", async () => {
    const { inspector: all } = inspector(() => {
      throw new ProviderError({ code: "access-denied", message: "listing is denied" });
    });
    expect(await failure(collect(all.list("c1")))).toMatchObject({ code: "access-denied", connection: "name-of-c1" });
  });

  it("fetches no further page than the caller reads", async () => {
    const { inspector: all, queries } = inspector((_, call) => ({ items: [item(`${call}`)], next: `${call}` }));
    for await (const { name } of all.list("c1")) if (name === "2") break;
    expect(queries).toHaveLength(2);
  });
});

describe("shape, describe and check", () => {
  it("shows the keys of a value and none of what they hold", async () => {
    const text = '{"user":"cnry_u","password":"cnry_p"}';
    const session = fakeSession({ fetch: async () => [{ ok: true, payload: { kind: "text", text } }] });
    const shape = await new Inspector(fakeReaders([fakeConnection([session])]).readers).shape("c1", {
      remoteName: "a",
    });
    expect(shape).toEqual({ kind: "object", keys: ["user", "password"] });
  });

  it("tells from one read whether a selection fits", async () => {
    let reads = 0;
    const text = '{"key":"cnry_line\\ncnry_line"}';
    const session = fakeSession({
      fetch: async () => {
        reads += 1;
        return [{ ok: true, payload: { kind: "text", text } }];
      },
    });
    const remote = new Inspector(fakeReaders([fakeConnection([session])]).readers);
    const examined = await remote.examine("c1", { remoteName: "a" }, { key: "key", type: "password" });
    expect(examined).toMatchObject({
      shape: { kind: "object", keys: ["key"] },
      misfit: { problem: expect.stringContaining("line break") },
    });
    expect(reads).toBe(1);
    expect(JSON.stringify(examined)).not.toContain("cnry");
    expect(await remote.examine("c1", { remoteName: "a" }, { key: "key" })).not.toHaveProperty("misfit");
  });

  it("names the secret that the manager does not have", async () => {
    const error = { code: "not-found", message: "none" } as const;
    const missing = fakeSession({ fetch: async () => [{ ok: false, error }] });
    const of = (session: ReturnType<typeof fakeSession>) =>
      failure(new Inspector(fakeReaders([fakeConnection([session])]).readers).shape("c1", { remoteName: "a/b" }));
    expect(await of(missing)).toMatchObject({ code: "not-found", where: '"a/b" of connection name-of-c1' });
  });

  it("refuses a name before anything is asked", async () => {
    const { readers } = fakeReaders([fakeConnection([fakeSession({})])]);
    expect(await failure(new Inspector(readers).shape("c1", { remoteName: "!bad" }))).toMatchObject({
      code: "invalid-address",
    });
    expect(await failure(new Inspector(readers).describe("c1", { remoteName: "!bad" }))).toMatchObject({
      code: "invalid-address",
    });
  });

  it("refuses to pin a version where the manager keeps none", async () => {
    const connection = fakeConnection([fakeSession({})], { capabilities: { versions: false } });
    const running = new Inspector(fakeReaders([connection]).readers).shape("c1", { remoteName: "a", version: "1" });
    expect(await failure(running)).toMatchObject({ code: "unsupported" });
  });

  it("proves a login", async () => {
    const session = fakeSession({ check: async () => ({ canList: "no", identity: "me" }) });
    const result = await new Inspector(fakeReaders([fakeConnection([session])]).readers).check("c1");
    expect(result).toEqual({ canList: "no", identity: "me" });
  });
});
