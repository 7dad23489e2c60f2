import type { ProviderErrorCode } from "@keyferry/core/provider";
import { type Fault, startVaultStore, type VaultStore } from "@keyferry/test-harness/vault";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connection, open, patient, toStore } from "./support/connection.ts";
import { leaks } from "./support/leaks.ts";

let store: VaultStore;
let other: VaultStore;

beforeEach(async () => {
  [store, other] = await Promise.all([startVaultStore(), startVaultStore()]);
  store.put("a", { v: "cnry-value" });
  other.put("a", { v: "of the active node" });
});
afterEach(() => Promise.all([store.close(), other.close()]));

/** What reading one secret gives: its outcome, or what was thrown. */
async function reading(fields = {}, of = store): Promise<unknown> {
  const result = await open(toStore(of, fields))
    .then((session) => session.fetch([{ name: "a" }], patient()))
    .catch((thrown: unknown) => thrown);
  expect(leaks(result, [of.token])).toEqual([]);
  return result;
}

const failure = (code: ProviderErrorCode, message = "") =>
  expect.objectContaining({
    failure: expect.objectContaining({ code, message: expect.stringContaining(message) }),
  });

describe("a standby's redirect", () => {
  it("is followed once to a peer, with the path that was asked for", async () => {
    store.fault({ kind: "redirect", location: other.endpoint });
    const to = toStore(store, { peers: `https://c.example, ${other.endpoint}` });
    const session = await open({ ...to, credentials: { token: other.token } });
    expect(await session.fetch([{ name: "a" }], patient())).toMatchObject([
      { ok: true, payload: { json: '{"v":"of the active node"}' } },
    ]);
    expect(other.calls.map(({ target }) => target)).toEqual(["/v1/sys/internal/ui/mounts/secret", "/v1/secret/data/a"]);
  });

  it("is followed to the same origin, and ends there", async () => {
    store.fault({ kind: "redirect", location: "", times: 1 });
    expect(await reading()).toMatchObject([{ ok: true }]);
    store.fault({ kind: "redirect", location: "" });
    expect(await reading()).toEqual(failure("unavailable", "no active node"));
    expect(store.calls.length).toBe(5);
  });

  it("to any other host is refused, and that host hears nothing", async () => {
    store.fault({ kind: "redirect", location: other.endpoint });
    const host = new URL(other.endpoint).host;
    expect(await reading()).toEqual(failure("invalid-connection", host));
    expect(await reading({ peers: "https://c.example" })).toEqual(failure("invalid-connection", host));
    expect(other.calls).toEqual([]);
  });

  it("of a login never takes the credentials elsewhere", async () => {
    store.fault({ kind: "redirect", location: other.endpoint });
    const { roleId, secretId } = store.credentials;
    const to = connection({ url: `${store.endpoint}/v1/secret` }, "app-role", { roleId, secretId });
    await expect(open(to)).rejects.toEqual(failure("invalid-connection"));
    expect(other.calls).toEqual([]);
  });

  it.each([
    ["another path", { location: "PEER", path: "/v1/secret/data/b" }, "another path"],
    ["a login page", { location: "https://sso.example", path: "/login?to=x", status: 302 }, "sso.example"],
    ["a permanent one", { location: "PEER", status: 308 }, "redirects"],
    ["another scheme", { location: "file://", path: "/etc/passwd" }, "no address"],
    ["a login in it", { location: "http://a:b@127.0.0.1" }, "no address"],
    ["nothing", { location: "", path: "" }, "no address"],
  ])("to %s is refused", async (_, fault, message) => {
    const location = fault.location === "PEER" ? other.endpoint : fault.location;
    store.fault({ kind: "redirect", ...fault, location });
    expect(await reading({ peers: other.endpoint })).toEqual(failure("invalid-connection", message));
    expect(other.calls).toEqual([]);
  });
});

describe("answers that are no success", () => {
  it.each<[string, Fault, ProviderErrorCode, string]>([
    ["a sealed server", { kind: "sealed" }, "unavailable", "is sealed"],
    ["a quota", { kind: "throttle" }, "throttled", ""],
    ["stale data", { kind: "http-status", status: 412, body: '{"errors":[]}' }, "unavailable", "newest data"],
    ["a page with 200", { kind: "html" }, "integrity", "not Vault's"],
    ["JSON of another kind", { kind: "http-status", status: 404, body: '{"error":"no"}' }, "integrity", "not Vault's"],
    ["a page with 404", { kind: "http-status", status: 404, body: "<p>no</p>" }, "integrity", "not Vault's"],
    ["a page with 403", { kind: "http-status", status: 403, body: "<p>no</p>" }, "integrity", "not Vault's"],
    ["a proxy that wants a login", { kind: "http-status", status: 407 }, "invalid-connection", "asks for a login"],
    ["a gateway without a server", { kind: "http-status", status: 502 }, "unavailable", ""],
    ["a failed server", { kind: "http-status", status: 500 }, "unavailable", ""],
    ["a disaster recovery node", { kind: "http-status", status: 472, body: '{"errors":[]}' }, "unavailable", "standby"],
    [
      "no server at all",
      { kind: "http-status", status: 501, body: '{"errors":[]}' },
      "invalid-connection",
      "initialised",
    ],
    ["another method", { kind: "http-status", status: 405, body: '{"errors":[]}' }, "invalid-connection", "no KV"],
    ["a long name", { kind: "http-status", status: 414 }, "invalid-address", "longer"],
    ["maintenance", { kind: "http-status", status: 503 }, "unavailable", ""],
    ["half of an answer", { kind: "corrupt" }, "integrity", ""],
    ["a cut-off answer", { kind: "cut-off" }, "integrity", ""],
    ["an endless answer", { kind: "endless-body" }, "integrity", ""],
    ["a broken connection", { kind: "reset" }, "unavailable", ""],
  ])("%s", async (_, fault, code, message) => {
    const session = await open(toStore(store, { kvVersion: "2" }));
    store.fault(fault);
    const result = await session.fetch([{ name: "a" }], patient()).catch((thrown: unknown) => thrown);
    expect(leaks(result, [store.token, "cnry-value"])).toEqual([]);
    const said = expect.objectContaining({ code, message: expect.stringContaining(message) });
    const found = Array.isArray(result) ? result[0].error : (result as { failure: unknown }).failure;
    expect(found).toEqual(said);
    expect(store.calls.length).toBe(1);
  });

  it("hands on the pause that Vault asks for", async () => {
    store.fault({ kind: "throttle", retryAfter: 7, times: 1 });
    expect(await reading()).toMatchObject({ failure: { code: "throttled", retryAfterMs: 7_000 } });
    store.fault({ kind: "throttle", retryAfter: "soon", times: 1 });
    const plain = (await reading()) as { failure: object };
    expect(plain.failure).not.toHaveProperty("retryAfterMs");
  });

  it("asks about the login once where many reads are denied at once", async () => {
    store.deny({ operation: "read" });
    const session = await open(toStore(store));
    const outcomes = await session.fetch(
      Array.from({ length: 20 }, (_, index) => ({ name: `n${index}` })),
      patient(),
    );
    expect(outcomes.every((outcome) => !outcome.ok && outcome.error.code === "access-denied")).toBe(true);
    expect(store.calls.filter(({ operation }) => operation === "lookup-self")).toHaveLength(1);
  });
});

describe("a call", () => {
  it("ends when its signal does, and another that waited with it goes on", async () => {
    store.fault({ kind: "delay", ms: 300, operation: "mounts", times: 1 });
    const session = await open(toStore(store));
    const abort = new AbortController();
    const first = session.fetch([{ name: "a" }], { signal: abort.signal });
    const second = session.fetch([{ name: "a" }], patient());
    abort.abort();
    await expect(first).rejects.toEqual(failure("cancelled"));
    expect(await second).toMatchObject([{ ok: true }]);
  });
});
