import type { Session } from "@keyferry/core/provider";
import { type GcpStore, startGcpStore } from "@keyferry/test-harness/gcp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeAll, keyConnection, open, patient } from "./support/connection.ts";

let store: GcpStore;
let session: Session;

beforeEach(async () => {
  store = await startGcpStore();
  session = await open(keyConnection(store));
});
afterEach(async () => {
  await closeAll();
  await store.close();
});

const bytes = (text: string | Uint8Array, version: string) => ({
  ok: true,
  payload: { kind: "bytes", bytes: new Uint8Array(Buffer.from(text)) },
  version,
});
const failed = (code: string, message = "") =>
  expect.objectContaining({
    ok: false,
    error: expect.objectContaining({ code, message: expect.stringContaining(message) }),
  });
const read = async (name: string, version?: string) =>
  (await session.fetch([version === undefined ? { name } : { name, version }], patient()))[0];

describe("reading", () => {
  it("gives bytes as they are, with the exact version", async () => {
    store.put("nas", { text: "pässword\n" });
    const all = Uint8Array.from({ length: 65_536 }, (_, index) => index % 256);
    store.put("key", { bytes: all });
    store.put("empty", { text: "" });
    expect(await read("nas")).toEqual(bytes("pässword\n", "1"));
    expect(await read("key")).toEqual(bytes(all, "1"));
    expect(await read("empty")).toEqual(bytes("", "1"));
    expect(store.calls.map(({ line }) => line)[0]).toBe(
      "GET /v1/projects/keyferry-harness/secrets/nas/versions/latest:access?$alt=json%3Benum-encoding=int",
    );
  });

  it("pins a number, latest and an alias, in the version or in the name", async () => {
    for (const text of ["one", "two", "three"]) store.put("nas", { text });
    store.setAlias("nas", "blue", "2");
    expect(await read("nas", "1")).toEqual(bytes("one", "1"));
    expect(await read("nas", "latest")).toEqual(bytes("three", "3"));
    expect(await read("nas", "blue")).toEqual(bytes("two", "2"));
    expect(await read("nas/versions/blue")).toEqual(bytes("two", "2"));
    expect(await read("nas/versions/1", "1")).toEqual(bytes("one", "1"));
    expect(await read("nas/versions/1", "2")).toEqual(failed("invalid-address"));
    expect(await read("nas", "9")).toEqual(failed("not-found", "version"));
    expect(await read("nas", "green")).toEqual(failed("not-found", "version"));
    const before = store.calls.length;
    for (const version of ["0", "-1", "NEW", "a b", "../x", "1:destroy", "x".repeat(64)]) {
      expect(await read("nas", version)).toEqual(failed("invalid-address"));
    }
    expect(store.calls).toHaveLength(before);
  });

  it("reads by the project's ID and by its number, and never takes another project's for it", async () => {
    store.put("nas", { text: "x" });
    expect(await read(`projects/${store.projectNumber}/secrets/nas`)).toEqual(bytes("x", "1"));
    expect(await read("projects/other-project/secrets/nas")).toEqual(failed("access-denied"));
  });

  it("tells missing, empty, denied, disabled and destroyed apart", async () => {
    for (const id of ["fine", "locked", "off", "gone"]) store.put(id, { text: id });
    store.putEmpty("bare");
    store.deny({ name: "locked" });
    store.setState("off", "disabled");
    store.setState("gone", "destroyed");
    const names = ["fine", "missing", "bare", "locked", "off", "gone"];
    expect(
      await session.fetch(
        names.map((name) => ({ name })),
        patient(),
      ),
    ).toEqual([
      bytes("fine", "1"),
      failed("not-found", "no such secret"),
      failed("not-found", "no version"),
      failed("access-denied", "denies"),
      failed("access-denied", "disabled"),
      failed("not-found", "destroyed"),
    ]);
  });

  it("refuses a damaged value and another version than the one that was asked for", async () => {
    store.put("nas", { text: "x" });
    store.fault({ kind: "damage", times: 1 });
    expect(await read("nas")).toEqual(failed("integrity", "checksum"));
    store.fault({ kind: "other-version", times: 1 });
    expect(await read("nas", "1")).toEqual(failed("integrity", "another version"));
    // An emulator of a connection's own endpoint may know no checksums; Google's own answers must have one.
    store.fault({ kind: "no-checksum", times: 1 });
    expect(await read("nas")).toEqual(bytes("x", "1"));
  });

  it("reads fifty secrets at once in the time of a few requests", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `s${index}`);
    for (const id of names) store.put(id, { text: id });
    await read("s0");
    store.fault({ kind: "delay", ms: 500 });
    const start = performance.now();
    const outcomes = await session.fetch(
      names.map((name) => ({ name })),
      patient(),
    );
    // One after the other they would take 25 s.
    expect(performance.now() - start).toBeLessThan(3_750);
    expect(outcomes).toEqual(names.map((name) => bytes(name, "1")));
  });
});

describe("a regional store", () => {
  it("is asked by names with its location", async () => {
    const regional = await startGcpStore({ location: "europe-west1" });
    regional.put("nas", { text: "x" });
    const there = await open(keyConnection(regional, { location: "europe-west1" }));
    expect((await there.list({}, patient())).items).toMatchObject([{ name: "nas" }]);
    expect(await there.fetch([{ name: "nas" }], patient())).toEqual([bytes("x", "1")]);
    expect(regional.calls.map(({ resource }) => resource)).toEqual([
      "projects/keyferry-harness/locations/europe-west1/secrets",
      "projects/keyferry-harness/locations/europe-west1/secrets/nas/versions/latest",
    ]);
    await regional.close();
  });
});

describe("listing, describing, checking", () => {
  it("lists page by page, with what a secret says of itself and no read of a value", async () => {
    for (let index = 0; index < 5; index++) store.put(`n${index}`, { text: "x" });
    store.put("n3", {
      text: "y",
      labels: { team: "backup", bare: "" },
      annotations: { description: "the NAS", owner: "ops" },
      expireTime: "2099-01-01T00:00:00Z",
    });
    store.setAlias("n3", "old", "1");
    store.setAlias("n3", "blue", "2");
    store.paging.list = 2;
    const found = [];
    let cursor: string | undefined;
    do {
      const page = await session.list(cursor === undefined ? {} : { cursor }, patient());
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(found.map(({ name }) => name).sort()).toEqual(["n0", "n1", "n2", "n3", "n4"]);
    const whole = {
      name: "n3",
      description: "the NAS owner=ops, team=backup, bare",
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      expiresAt: "2099-01-01T00:00:00.000Z",
      versions: ["blue", "old"],
    };
    expect(found.find(({ name }) => name === "n3")).toEqual(whole);
    expect(await session.describe?.({ name: "n3" }, patient())).toEqual(whole);
    expect(await session.describe?.({ name: "n3/versions/1" }, patient())).toMatchObject({ name: "n3/versions/1" });
    expect(store.calls.map(({ operation }) => operation)).not.toContain("AccessSecretVersion");
  });

  it("lists an empty store, and an empty page with a token", async () => {
    expect(await session.list({}, patient())).toEqual({ items: [] });
    store.fault({ kind: "empty-page", times: 1 });
    expect(await session.list({}, patient())).toEqual({ items: [], next: expect.any(String) });
  });

  it("gives the token of a cycle again, for the host to end", async () => {
    store.put("nas", { text: "x" });
    store.fault({ kind: "cyclic-token" });
    const { next = "" } = await session.list({}, patient());
    expect((await session.list({ cursor: next }, patient())).next).toBe(next);
  });

  it("fails for a secret that is not there, or may not be described", async () => {
    await expect(session.describe?.({ name: "gone" }, patient())).rejects.toMatchObject({
      failure: { code: "not-found" },
    });
    store.put("nas", { text: "x" });
    store.deny({ permission: "secretmanager.secrets.get" });
    await expect(session.describe?.({ name: "nas" }, patient())).rejects.toMatchObject({
      failure: { code: "access-denied" },
    });
  });

  it("proves the login without a value, allowed to list or not", async () => {
    expect(await session.check(patient())).toEqual({ canList: "yes", identity: store.email });
    store.deny({ permission: "secretmanager.secrets.list" });
    expect(await session.check(patient())).toEqual({ canList: "no", identity: store.email });
    expect(new Set(store.calls.map(({ operation }) => operation))).toEqual(new Set(["ListSecrets"]));
  });

  it("only ever reads, and asks for no right beyond its policy", async () => {
    store.put("nas", { text: "x" });
    await session.check(patient());
    await session.list({}, patient());
    await session.describe?.({ name: "nas" }, patient());
    await session.fetch([{ name: "nas" }], patient());
    await session.dispose();
    expect(store.writes).toEqual([]);
    expect([...new Set(store.calls.flatMap(({ permissions }) => [...permissions]))].sort()).toEqual([
      "secretmanager.secrets.get",
      "secretmanager.secrets.list",
      "secretmanager.versions.access",
    ]);
  });
});
