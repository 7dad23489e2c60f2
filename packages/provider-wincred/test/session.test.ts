import type { Host, Session } from "@keyferry/core/provider";
import { beforeEach, describe, expect, it } from "vitest";
import { createProvider } from "../src/create-provider.ts";
import { startHarness } from "./harness.ts";

const host: Host = { log() {}, request: () => Promise.reject(new Error("this provider makes no request")) };
const patient = () => ({ signal: new AbortController().signal });

let harness: Awaited<ReturnType<typeof startHarness>>;
let session: Session;

beforeEach(async () => {
  harness = await startHarness();
  session = await harness.plugin.open(harness.connection, host, patient());
});

const read = async (name: string) => (await session.fetch([{ name }], patient()))[0];

describe("fetch", () => {
  it("gives user name and password of a generic credential, whatever the name's case", async () => {
    harness.store.put("git:https://host", { userName: "canary-user", blob: "canary-pässword" });
    const payload = { kind: "fields", json: JSON.stringify({ username: "canary-user", password: "canary-pässword" }) };
    expect(await read("GIT:https://host")).toEqual({ ok: true, payload });
  });

  it("gives a blob that is no text as its bytes", async () => {
    harness.store.put("key", { userName: "u", blob: Uint8Array.of(0, 255, 3) });
    expect(await read("key")).toEqual({ ok: true, payload: { kind: "bytes", bytes: Uint8Array.of(0, 255, 3) } });
  });

  it("leaves out what a credential has not", async () => {
    harness.store.put("empty", {});
    expect(await read("empty")).toEqual({ ok: true, payload: { kind: "fields", json: "{}" } });
  });

  it("names the account where there is no such credential", async () => {
    const outcome = await read("absent");
    expect(outcome).toMatchObject({ ok: false, error: { code: "not-found" } });
    expect(JSON.stringify(outcome)).toContain("store of harness");
  });

  it.each([2, 3, 4, 5, 6, 77])("refuses a credential of type %d with the system's reason", async (type) => {
    harness.store.put("server", { type, blob: "canary" });
    expect(await read("server")).toMatchObject({
      ok: false,
      error: { code: "unsupported", message: expect.stringContaining("LSA") },
    });
  });

  it.each([
    [5, "access-denied"],
    [13, "integrity"],
    [87, "invalid-address"],
    [1004, "internal"],
    [4711, "internal"],
  ])("gives error %d as %s", async (code, expected) => {
    harness.store.fault({ kind: "code", code });
    expect(await read("x")).toMatchObject({ ok: false, error: { code: expected } });
  });

  it.each([
    [1312, "unauthenticated"],
    [1722, "unavailable"],
  ])("fails as a whole with error %d: %s", async (code, expected) => {
    harness.store.fault({ kind: "code", code });
    await expect(read("x")).rejects.toMatchObject({ failure: { code: expected } });
  });

  it("refuses an answer of another credential", async () => {
    harness.store.put("x", { blob: "canary" });
    harness.store.fault({ kind: "other-target" });
    expect(await read("x")).toMatchObject({ ok: false, error: { code: "integrity" } });
  });

  it("shows nothing of what the native library throws", async () => {
    harness.store.fault({ kind: "throw", text: "canary-7Q" });
    const thrown = await read("x").catch((error: unknown) => error);
    expect(thrown).toMatchObject({ failure: { code: "internal" } });
    expect(String((thrown as Error).stack)).not.toContain("canary");
  });

  it("ends when its signal does", async () => {
    harness.store.fault({ kind: "delay", ms: 500 });
    const stopped = AbortSignal.timeout(5);
    await expect(session.fetch([{ name: "x" }], { signal: stopped })).rejects.toMatchObject({
      failure: { code: "cancelled" },
    });
  });

  it("refuses a version", async () => {
    expect(await session.fetch([{ name: "x", version: "1" }], patient())).toMatchObject([
      { ok: false, error: { code: "unsupported" } },
    ]);
  });
});

describe("list, describe and check", () => {
  it("lists names, comments and dates, and what is not to be had, and reads no value", async () => {
    harness.store.put("b", { comment: "the NAS", userName: "canary", blob: "canary" });
    harness.store.put("a", { type: 2, userName: "canary", blob: "canary" });
    const page = await session.list({}, patient());
    expect(page).toEqual({
      items: [
        {
          name: "a",
          description: "domain credential (password)",
          updatedAt: "2024-01-01T00:00:00.000Z",
          enabled: false,
        },
        { name: "b", description: "the NAS", updatedAt: "2024-01-01T00:00:00.000Z" },
      ],
    });
    expect(await session.describe?.({ name: "B" }, patient())).toEqual(page.items[1]);
    expect(await session.check(patient())).toEqual({ identity: "harness", canList: "yes" });
    expect(harness.store.calls.map(({ operation }) => operation)).not.toContain("CredReadW");
  });

  it("lists one name once, and the generic credential where there are two", async () => {
    harness.store.put("x", { type: 2 });
    harness.store.put("x", { comment: "generic" });
    expect((await session.list({}, patient())).items).toMatchObject([{ name: "x", description: "generic" }]);
  });

  it("gives 10,000 names in pages, each once, hostile ones included", async () => {
    const names = Array.from({ length: 9_997 }, (_, index) => `name-${index}`);
    names.push("\u001b[31mred", "a\u202eb", "<script>");
    for (const name of names) harness.store.put(name, {});
    const seen: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await session.list(cursor === undefined ? {} : { cursor }, patient());
      expect(page.items.length).toBeLessThanOrEqual(1000);
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
    expect(seen).toEqual([...names].sort());
  });

  it("takes an empty store for an empty list, and fails where the logon has none", async () => {
    expect(await session.list({}, patient())).toEqual({ items: [] });
    await expect(session.describe?.({ name: "x" }, patient())).rejects.toMatchObject({
      failure: { code: "not-found" },
    });
    harness.store.fault({ kind: "code", code: 1312 });
    await expect(session.check(patient())).rejects.toMatchObject({ failure: { code: "unauthenticated" } });
  });
});

describe("open", () => {
  it("says plainly that it works on Windows alone, and loads nothing elsewhere", async () => {
    const loadApi = () => Promise.reject(new Error("loaded"));
    const elsewhere = createProvider({ platform: "linux", loadApi });
    await expect(elsewhere.open(harness.connection, host, patient())).rejects.toMatchObject({
      failure: { code: "unsupported", message: "Windows Credential Manager exists on Windows alone" },
    });
  });
});
