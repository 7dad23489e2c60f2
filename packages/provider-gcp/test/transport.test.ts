import type { Session } from "@keyferry/core/provider";
import { type Fault, type GcpStore, startGcpStore } from "@keyferry/test-harness/gcp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeAll, keyConnection, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";

const VALUE = "canary-value-7Qx9";

let store: GcpStore;
let session: Session;

beforeEach(async () => {
  store = await startGcpStore();
  store.put("nas", { text: VALUE });
  session = await open(keyConnection(store));
});
afterEach(async () => {
  await closeAll();
  await store.close();
});

const failure = () => failureOf(session.fetch([{ name: "nas" }], patient()), VALUE);

describe("what goes wrong", () => {
  const page = `<html>${VALUE}</html>`;
  const error = (status: string, message: string, reason?: string) =>
    JSON.stringify({
      error: {
        code: 400,
        status,
        message: `${message} ${VALUE}`,
        details: reason && [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "googleapis.com" }],
      },
    });
  it.each<[string, Fault, string]>([
    ["a web page", { kind: "html" }, "integrity"],
    ["JSON that stops half-way", { kind: "corrupt" }, "integrity"],
    ["an answer that is cut off", { kind: "cut-off" }, "integrity"],
    ["an answer without an end", { kind: "endless-body" }, "integrity"],
    ["a hang-up", { kind: "reset" }, "unavailable"],
    ["a redirect", { kind: "http-status", status: 307, headers: { location: "http://127.0.0.1:1/" } }, "integrity"],
    ["a web page that forbids", { kind: "http-status", status: 403, body: page }, "integrity"],
    ["a web page of a missing path", { kind: "http-status", status: 404, body: page }, "integrity"],
    ["a gateway's page", { kind: "http-status", status: 502, body: page }, "unavailable"],
    ["a bare 429", { kind: "http-status", status: 429 }, "throttled"],
    ["a list in place of an object", { kind: "http-status", status: 200, body: `["${VALUE}"]` }, "integrity"],
    ["an empty answer", { kind: "http-status", status: 200 }, "integrity"],
    ["another object", { kind: "http-status", status: 200, body: `{"x":"${VALUE}"}` }, "integrity"],
    ["an object of another shape", { kind: "http-status", status: 200, body: `{"name":["${VALUE}"]}` }, "integrity"],
    ["too many requests", { kind: "throttle" }, "throttled"],
    ["a refusal", { kind: "access-denied" }, "access-denied"],
    ["an API that is off", { kind: "access-denied", reason: "SERVICE_DISABLED" }, "invalid-connection"],
    ["no billing", { kind: "access-denied", reason: "BILLING_DISABLED" }, "invalid-connection"],
    ["a project that is none", { kind: "access-denied", reason: "CONSUMER_INVALID" }, "invalid-connection"],
    ["a scope that is missing", { kind: "access-denied", reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT" }, "access-denied"],
    ["a login", { kind: "http-status", status: 401, body: error("UNAUTHENTICATED", "x") }, "unauthenticated"],
    [
      "an old login",
      { kind: "http-status", status: 401, body: error("UNAUTHENTICATED", "x", "ACCESS_TOKEN_EXPIRED") },
      "unauthenticated",
    ],
    ["a bad name", { kind: "http-status", status: 400, body: error("INVALID_ARGUMENT", "x") }, "invalid-address"],
    ["a state", { kind: "http-status", status: 400, body: error("FAILED_PRECONDITION", "x") }, "unsupported"],
    ["a key", { kind: "http-status", status: 400, body: error("FAILED_PRECONDITION", "KMS key") }, "access-denied"],
    ["its own trouble", { kind: "http-status", status: 500, body: error("INTERNAL", "x") }, "unavailable"],
    ["its time limit", { kind: "http-status", status: 504, body: error("DEADLINE_EXCEEDED", "x") }, "unavailable"],
    ["a call that is none", { kind: "http-status", status: 501, body: error("UNIMPLEMENTED", "x") }, "unsupported"],
    ["a code of tomorrow", { kind: "http-status", status: 503, body: error("TOMORROW", "x") }, "unavailable"],
  ])("%s is reported, after one try and without a word of it", async (_, fault, code) => {
    store.fault(fault);
    expect((await failure()).code).toBe(code);
    expect(store.calls).toHaveLength(1);
  });

  it.each([
    [{ kind: "throttle", retryAfter: 3 } as const, 3000],
    [{ kind: "throttle", retryAfter: "soon" } as const, undefined],
  ])("keeps the pause of %j", async (fault, pause) => {
    store.fault(fault);
    expect((await failure()).retryAfterMs).toBe(pause);
  });

  it("is unavailable where nobody listens, and a wrong connection where it is not TLS", async () => {
    const wrong = await open(keyConnection(store, { endpoint: store.endpoint.replace("http:", "https:") }));
    expect((await failureOf(wrong.fetch([{ name: "nas" }], patient()))).code).toBe("invalid-connection");
    await store.close();
    expect((await failure()).code).toBe("unavailable");
    store = await startGcpStore();
  });

  it.each([
    [new Error(VALUE), "internal"],
    [Object.assign(new Error(VALUE), { code: 4 }), "unavailable"],
    [VALUE, "internal"],
    [undefined, "internal"],
  ])("is in our own words, whatever is thrown", async (thrown, code) => {
    const { toFailure } = await import("../src/errors.ts");
    expect(toFailure(thrown)).toMatchObject({ code, message: expect.not.stringContaining(VALUE) });
  });
});

describe("an abort", () => {
  it.each<Fault>([
    { kind: "delay", ms: 60_000 },
    { kind: "slow-body", ms: 1_000 },
  ])("ends the call: %j", async (fault) => {
    store.fault(fault);
    const abort = new AbortController();
    const reading = session.fetch([{ name: "nas" }], { signal: abort.signal });
    await expect.poll(() => store.calls.length).toBe(1);
    abort.abort();
    const start = performance.now();
    expect((await failureOf(reading)).code).toBe("cancelled");
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("before the call sends nothing", async () => {
    expect((await failureOf(session.fetch([{ name: "nas" }], { signal: AbortSignal.abort() }))).code).toBe("cancelled");
    expect(store.calls).toHaveLength(0);
  });
});
