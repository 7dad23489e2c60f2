import type { Session } from "@keyferry/core/provider";
import { type AzureStore, startAzureStore } from "@keyferry/test-harness/azure";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connection, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";

const PAST = new Date("2020-01-01T00:00:00Z");
const FUTURE = new Date("2199-01-01T00:00:00Z");

let store: AzureStore;
let session: Session;

beforeEach(async () => {
  store = await startAzureStore();
  session = await open(connection(store));
});
afterEach(async () => {
  await session.dispose();
  await store.close();
});

const text = (value: string) => expect.objectContaining({ ok: true, payload: { kind: "text", text: value } });
const failed = (code: string, message: RegExp) =>
  expect.objectContaining({
    ok: false,
    error: expect.objectContaining({ code, message: expect.stringMatching(message) }),
  });
const operations = () => store.calls.filter((call) => call.withToken).map(({ operation }) => operation);
const read = async (name: string, version?: string) =>
  (await session.fetch([version === undefined ? { name } : { name, version }], patient()))[0];

describe("reading", () => {
  it("gives values with their version, in the order in which they were asked for", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `nas-${index}`);
    const versions = names.map((name) => store.put(name, `canary of ${name}`));
    const outcomes = await session.fetch(
      names.map((name) => ({ name })),
      patient(),
    );
    expect(outcomes).toEqual(
      names.map((name, index) => ({
        ok: true,
        payload: { kind: "text", text: `canary of ${name}` },
        version: versions[index],
      })),
    );
  });

  it("logs in once for calls at once", async () => {
    for (let index = 0; index < 10; index++) store.put(`s${index}`, "x");
    await Promise.all(Array.from({ length: 10 }, (_, index) => read(`s${index}`)));
    expect(store.calls.filter(({ operation }) => operation === "Token")).toHaveLength(1);
  });

  it("pins versions", async () => {
    const first = store.put("nas", "old");
    store.put("nas", "new");
    expect(await read("nas")).toEqual(text("new"));
    expect(await read("nas", first)).toEqual(text("old"));
    expect(await read("nas", first.toUpperCase())).toEqual(text("old"));
    expect(await read("nas", "0".repeat(32))).toEqual(failed("not-found", /no such/));
    expect(await read("nas", "latest")).toEqual(failed("invalid-address", /version/));
  });

  it("tells missing, deleted, disabled, expired, not yet valid and denied apart", async () => {
    for (const name of ["fine", "locked", "deleted", "disabled", "expired", "early"]) store.put(name, "canary");
    store.delete("deleted");
    store.update("disabled", { enabled: false });
    store.update("expired", { expires: PAST });
    store.update("early", { notBefore: FUTURE });
    store.update("fine", { notBefore: PAST, expires: FUTURE });
    store.deny({ action: "getSecret", name: "locked" });
    const names = ["fine", "gone", "deleted", "disabled", "expired", "early", "locked"];
    const outcomes = await session.fetch(
      names.map((name) => ({ name })),
      patient(),
    );
    expect(outcomes).toEqual([
      {
        ok: true,
        payload: { kind: "text", text: "canary" },
        version: expect.any(String),
        expiresAt: "2199-01-01T00:00:00.000Z",
      },
      failed("not-found", /no such secret/),
      failed("not-found", /is deleted/),
      failed("access-denied", /is disabled/),
      failed("access-denied", /has expired/),
      failed("access-denied", /not yet valid/),
      failed("access-denied", /denies this/),
    ]);
    expect(JSON.stringify(outcomes.slice(1))).not.toContain("canary");
  });

  it("gives what is outside its dates where the connection says so", async () => {
    store.put("expired", "old", { expires: PAST });
    store.put("early", "new", { notBefore: FUTURE });
    const lenient = await open(connection(store, { outsideValidity: true }));
    const outcomes = await lenient.fetch([{ name: "expired" }, { name: "early" }], patient());
    expect(outcomes).toEqual([text("old"), text("new")]);
    await lenient.dispose();
  });

  it("does not take a secret for missing where the deleted ones may not be seen", async () => {
    store.put("nas", "x");
    store.delete("nas");
    store.deny({ action: "readMetadata" });
    expect(await read("nas")).toEqual(failed("not-found", /no such secret/));
  });

  it("refuses the answer of another secret", async () => {
    store.put("nas", "canary");
    store.fault({ kind: "other-secret" });
    expect(await read("nas")).toEqual(failed("integrity", /another secret/));
  });

  it("finds a secret whatever its case", async () => {
    store.put("Backup-NAS", "x");
    expect(await read("backup-nas")).toEqual(text("x"));
  });
});

describe("listing", () => {
  it("gives names, descriptions, dates and states page by page, and reads no value", async () => {
    for (let index = 0; index < 60; index++) store.put(`n${String(index).padStart(2, "0")}`, "canary");
    store.put("Z-1", "canary", {
      contentType: "text/plain",
      tags: { team: "backup", empty: "" },
      enabled: false,
      notBefore: PAST,
      expires: FUTURE,
    });
    const items = [];
    let cursor: string | undefined;
    do {
      const page = await session.list(cursor === undefined ? {} : { cursor }, patient());
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(items).toHaveLength(61);
    expect(items.at(-1)).toEqual({
      name: "z-1",
      description: "text/plain [team=backup, empty]",
      updatedAt: expect.any(String),
      enabled: false,
      notBefore: "2020-01-01T00:00:00.000Z",
      expiresAt: "2199-01-01T00:00:00.000Z",
    });
    expect(JSON.stringify(items)).not.toContain("canary");
    expect(operations()).toEqual(["ListSecrets", "ListSecrets", "ListSecrets"]);
  });

  it("of an empty vault is empty, and an empty page has a next one", async () => {
    expect(await session.list({}, patient())).toEqual({ items: [] });
    store.put("a", "x");
    store.fault({ kind: "empty-page", times: 1 });
    const { items, next } = await session.list({}, patient());
    expect(items).toEqual([]);
    const rest = await session.list(next === undefined ? {} : { cursor: next }, patient());
    expect(rest.items.map(({ name }) => name)).toEqual(["a"]);
  });

  it.each([
    ["another host", "https://evil.example/secrets?api-version=7.4"],
    ["another port", "https://localhost:1/secrets?api-version=7.4"],
    ["a value", "VAULT/secrets/nas?api-version=7.4"],
    ["a login in it", "https://user@HOST/secrets?api-version=7.4"],
    ["no address", "nowhere"],
  ])("refuses a page that points to %s, and asks nobody", async (_, link) => {
    store.put("nas", "canary");
    const host = store.vault.slice("https://".length);
    store.fault({ kind: "next-link", link: link.replace("VAULT", store.vault).replace("HOST", host) });
    expect(await failureOf(session.list({}, patient()))).toMatchObject({ code: "integrity" });
    expect(operations()).toEqual(["ListSecrets"]);
  });

  it("refuses a cursor that it did not give", async () => {
    for (const cursor of ["https://evil.example/secrets", `${store.vault}/secrets/nas`, "x"]) {
      expect(await failureOf(session.list({ cursor }, patient()))).toMatchObject({ code: "integrity" });
    }
    expect(store.calls).toEqual([]);
  });
});

describe("describing", () => {
  it("gives the newest version's properties and all versions, without a value", async () => {
    const first = store.put("nas", "canary", { contentType: "old" });
    const second = store.put("nas", "canary", { contentType: "new" });
    expect(await session.describe?.({ name: "nas" }, patient())).toMatchObject({
      name: "nas",
      description: "new",
      enabled: true,
      versions: [second, first],
    });
    expect(await session.describe?.({ name: "nas", version: first }, patient())).toMatchObject({ description: "old" });
    expect(operations()).not.toContain("GetSecret");
  });

  it("follows the pages of many versions", async () => {
    for (let index = 0; index < 30; index++) store.put("nas", "x");
    const described = await session.describe?.({ name: "nas" }, patient());
    expect(described?.versions).toHaveLength(30);
  });

  it("tells a missing and a deleted secret", async () => {
    store.put("nas", "x");
    store.delete("nas");
    const describing = (name: string) => failureOf(session.describe?.({ name }, patient()) ?? Promise.resolve());
    expect(await describing("gone")).toMatchObject({ code: "not-found", message: expect.stringContaining("no such") });
    expect(await describing("nas")).toMatchObject({ code: "not-found", message: expect.stringContaining("deleted") });
  });
});

describe("checking", () => {
  it("proves the login without a value, and says who it is", async () => {
    store.put("nas", "canary");
    const result = await session.check(patient());
    const { clientId, objectId } = store.logins;
    expect(result).toEqual({
      canList: "yes",
      identity: `application ${clientId}, object ${objectId}`,
      expiresAt: expect.any(String),
      renewable: true,
    });
    expect(operations()).toEqual(["ListSecrets"]);
  });

  it("knows who is denied", async () => {
    store.deny({ action: "readMetadata" });
    expect(await session.check(patient())).toMatchObject({ canList: "no", identity: expect.any(String) });
  });

  it("fails where the vault's network rules keep the machine out", async () => {
    store.fault({ kind: "access-denied", inner: "ForbiddenByFirewall" });
    const failure = await failureOf(session.check(patient()));
    expect(failure).toMatchObject({ code: "invalid-connection", message: expect.stringContaining("network") });
  });
});

it("only ever reads", async () => {
  store.put("a", "1");
  await session.check(patient());
  await session.list({}, patient());
  await session.describe?.({ name: "a" }, patient());
  await session.fetch([{ name: "a" }, { name: "gone" }], patient());
  await session.dispose();
  expect(store.calls.length).toBeGreaterThan(5);
  expect(store.writes).toEqual([]);
});
