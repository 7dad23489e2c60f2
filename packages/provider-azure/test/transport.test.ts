import type { Session } from "@keyferry/core/provider";
import { type AzureStore, type Fault, startAzureStore } from "@keyferry/test-harness/azure";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connection, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";

let store: AzureStore;
let session: Session;

beforeEach(async () => {
  store = await startAzureStore();
  store.put("nas", "canary");
  session = await open(connection(store));
  await session.check(patient());
});
afterEach(async () => {
  await session.dispose();
  await store.close();
});

const reads = () => store.calls.filter(({ operation }) => operation === "GetSecret");
const reading = () => failureOf(session.fetch([{ name: "nas" }], patient()), store.logins.clientSecret);
const error = (code: string, inner?: string) =>
  JSON.stringify({
    error: { code, message: "canary", ...(inner === undefined ? {} : { innererror: { code: inner } }) },
  });

describe("an answer of the vault", () => {
  it.each<[string, Fault, object]>([
    ["429", { kind: "throttle", retryAfter: 3 }, { code: "throttled", retryAfterMs: 3_000 }],
    ["429 without a pause", { kind: "throttle", retryAfter: "soon" }, { code: "throttled" }],
    ["500", { kind: "http-status", status: 500, body: "canary" }, { code: "unavailable" }],
    [
      "503 with a pause",
      { kind: "http-status", status: 503, headers: { "retry-after": "9" } },
      { retryAfterMs: 9_000 },
    ],
    [
      "a right that is missing",
      { kind: "access-denied" },
      { code: "access-denied", hint: expect.stringContaining("role") },
    ],
    ["an access policy", { kind: "access-denied", inner: "ForbiddenByPolicy" }, { code: "access-denied" }],
    ["an unknown inner code", { kind: "access-denied", inner: "canary" }, { code: "access-denied" }],
    ["the firewall", { kind: "access-denied", inner: "ForbiddenByFirewall" }, { code: "invalid-connection" }],
    ["a private link", { kind: "access-denied", inner: "ForbiddenByConnection" }, { code: "invalid-connection" }],
    [
      "a 403 for expiry",
      { kind: "access-denied", inner: "SecretExpired" },
      { message: expect.stringContaining("expired") },
    ],
    [
      "a 403 for nbf",
      { kind: "access-denied", inner: "SecretNotYetValid" },
      { message: expect.stringContaining("not yet") },
    ],
    ["400", { kind: "http-status", status: 400, body: error("BadParameter") }, { code: "invalid-address" }],
    [
      "409",
      { kind: "http-status", status: 409, body: error("Conflict", "ObjectIsBeingRecovered") },
      { code: "unavailable" },
    ],
    ["an unknown code", { kind: "http-status", status: 400, body: error("canary") }, { code: "unsupported" }],
    ["a web page", { kind: "html" }, { code: "integrity" }],
    ["a web page that forbids", { kind: "http-status", status: 403, body: "<html>canary" }, { code: "integrity" }],
    ["a web page that wants a login", { kind: "http-status", status: 401, body: "<html>" }, { code: "integrity" }],
    ["a proxy that wants a login", { kind: "http-status", status: 407 }, { code: "integrity" }],
    [
      "a redirect within the vault",
      { kind: "http-status", status: 302, headers: { location: "/secrets/other" } },
      { code: "integrity" },
    ],
    [
      "a redirect elsewhere",
      { kind: "http-status", status: 307, headers: { location: "https://x.example" } },
      { code: "integrity" },
    ],
    ["JSON of another shape", { kind: "http-status", status: 200, body: '["canary"]' }, { code: "integrity" }],
    [
      "a secret without an identifier",
      { kind: "http-status", status: 200, body: '{"value":"canary"}' },
      { code: "integrity" },
    ],
    [
      "a value that is no text",
      { kind: "http-status", status: 200, body: '{"value":{"x":"canary"},"id":"https://v/secrets/nas/1"}' },
      { code: "integrity" },
    ],
    ["half of it", { kind: "corrupt" }, { code: "integrity" }],
    ["a hang-up", { kind: "reset" }, { code: "unavailable" }],
    ["an answer without an end", { kind: "endless-body" }, { code: "integrity" }],
  ])("%s is told once, without a word of it", async (_, fault, expected) => {
    store.fault({ ...fault, operation: "GetSecret" });
    expect(await reading()).toMatchObject(expected);
    expect(reads()).toHaveLength(1);
  });

  it("carries the vault's own id of the request", async () => {
    store.deny({ name: "nas" });
    expect(await reading()).toMatchObject({
      code: "access-denied",
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it("that is cut off is not taken for whole", async () => {
    store.fault({ kind: "cut-off", operation: "GetSecret" });
    expect((await reading()).code).toMatch(/unavailable|integrity/);
  });

  it("that comes slowly comes", async () => {
    store.fault({ kind: "slow-body", operation: "GetSecret", ms: 1 });
    expect(await session.fetch([{ name: "nas" }], patient())).toMatchObject([{ ok: true }]);
  });
});

describe("an abort", () => {
  it.each<[string, (signal: AbortSignal, cursor: string) => Promise<unknown>]>([
    ["a read", (signal) => session.fetch([{ name: "nas" }], { signal })],
    ["a list", (signal) => session.list({}, { signal })],
    ["a later page", (signal, cursor) => session.list({ cursor }, { signal })],
    ["a check", (signal) => session.check({ signal })],
  ])("ends %s at once, and its request", async (_, call) => {
    for (let index = 0; index < 30; index++) store.put(`s${index}`, "x");
    const { next = "" } = await session.list({}, patient());
    const before = store.calls.length;
    store.fault({ kind: "delay", ms: 60_000 });
    const abort = new AbortController();
    const calling = failureOf(call(abort.signal, next));
    await expect.poll(() => store.calls.length).toBe(before + 1);
    abort.abort();
    expect(await calling).toMatchObject({ code: "cancelled" });
  });

  it("before the call sends nothing", async () => {
    const before = store.calls.length;
    expect(await failureOf(session.fetch([{ name: "nas" }], { signal: AbortSignal.abort() }))).toMatchObject({
      code: "cancelled",
    });
    expect(store.calls).toHaveLength(before);
  });
});
