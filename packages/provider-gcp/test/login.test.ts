import type { HostRequest, OpenConnection } from "@keyferry/core/provider";
import { type GcpStore, startGcpStore } from "@keyferry/test-harness/gcp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { closeAll, fields, keyConnection, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";

let store: GcpStore;

beforeEach(async () => {
  store = await startGcpStore();
});
afterEach(async () => {
  await closeAll();
  await store.close();
});

const KEY = () => JSON.parse(store.files.key()).private_key.split("\n")[1];
const failure = (of: OpenConnection) =>
  failureOf(
    open(of).then((session) => session.check(patient())),
    KEY(),
  );
const operations = () => store.calls.map(({ operation }) => operation);

describe("a service account's key", () => {
  it("signs for itself, and asks no token endpoint", async () => {
    const session = await open(keyConnection(store));
    expect(await session.check(patient())).toEqual({ canList: "yes", identity: store.email });
    expect(operations()).toEqual(["ListSecrets"]);
  });

  it("is exchanged where the connection names a token endpoint, once for calls at once", async () => {
    store.put("nas", { text: "x" });
    const keyJson = store.files.key({ token_uri: store.tokenUri });
    const session = await open(keyConnection(store, { tokenUri: store.tokenUri }, keyJson));
    await session.fetch([{ name: "nas" }, { name: "nas" }, { name: "nas" }], patient());
    expect(operations().filter((operation) => operation === "Token")).toHaveLength(1);
    const ends = Date.parse((await session.check(patient())).expiresAt ?? "");
    expect(ends - Date.now()).toBeGreaterThan(3_000_000);
  });

  it.each([
    ["the global service", {}, "secretmanager.googleapis.com", { aud: "https://secretmanager.googleapis.com/" }],
    [
      "a region",
      { location: "europe-west1" },
      "secretmanager.europe-west1.rep.googleapis.com",
      { scope: "https://www.googleapis.com/auth/cloud-platform" },
    ],
    [
      "another universe",
      { universeDomain: "apis.example" },
      "secretmanager.apis.example",
      { aud: "https://secretmanager.apis.example/" },
    ],
  ])("signs for %s alone", async (_, more, host, claims) => {
    const asked: HostRequest[] = [];
    const request = async (one: HostRequest) => {
      asked.push(one);
      return { status: 200, headers: {}, body: new Uint8Array(Buffer.from("{}")) };
    };
    const universe = fields(more).fields.universeDomain;
    const keyJson = store.files.key({ universe_domain: universe, token_uri: `https://oauth2.${universe}/token` });
    const of = { ...fields(more), credentials: { keyJson } };
    const session = await provider.open(of, { log() {}, request }, patient());
    await session.check(patient());
    expect(asked.map(({ url }) => new URL(url).host)).toEqual([host]);
    const [, payload = ""] = (asked[0]?.headers?.authorization ?? "").split(".");
    const signed = JSON.parse(Buffer.from(payload, "base64url").toString());
    expect(signed).toMatchObject({ iss: store.email, sub: store.email, ...claims });
    expect([signed.aud, signed.scope].filter(Boolean)).toHaveLength(1);
    await session.dispose();
  });

  it("goes through the connection's proxy, and not through the environment's", async () => {
    const asked: HostRequest[] = [];
    const request = async (one: HostRequest) => {
      asked.push(one);
      return { status: 200, headers: {}, body: new Uint8Array(Buffer.from("{}")) };
    };
    const of = { ...fields({ proxy: "http://proxy.example:3128" }), credentials: { keyJson: store.files.key() } };
    const session = await provider.open(of, { log() {}, request }, patient());
    await session.check(patient());
    expect(asked[0]?.proxy).toBe("http://proxy.example:3128/");
  });

  const changed = (more: Record<string, unknown>) => () => store.files.key(more);
  it.each<[string, () => string, string]>([
    ["no JSON", () => "nonsense", "unauthenticated"],
    ["a key that is cut off", () => store.files.key().slice(0, -40), "unauthenticated"],
    ["a list", () => "[]", "unauthenticated"],
    ["a login of gcloud", () => store.files.user(), "unauthenticated"],
    ["a federation's file", () => store.files.federation(), "unauthenticated"],
    ["no private key", changed({ private_key: undefined }), "unauthenticated"],
    ["a private key that is damaged", changed({ private_key: "-----BEGIN PRIVATE KEY-----\nAA\n" }), "unauthenticated"],
    ["an address that is none", changed({ client_email: "a\nb@c" }), "unauthenticated"],
    ["nothing", () => "", "invalid-connection"],
    ["a token_uri of another", changed({ token_uri: "https://evil.example/token" }), "invalid-connection"],
    [
      "a look-alike token_uri",
      changed({ token_uri: "https://oauth2.googleapis.com.evil.example/token" }),
      "invalid-connection",
    ],
    ["a token_uri with a login", changed({ token_uri: "https://x@oauth2.googleapis.com/token" }), "invalid-connection"],
    ["another universe", changed({ universe_domain: "evil.example" }), "invalid-connection"],
  ])("is refused before anything is sent: %s", async (_, keyJson, code) => {
    expect((await failure(keyConnection(store, {}, keyJson()))).code).toBe(code);
    expect(store.calls).toHaveLength(0);
  });

  it("is unauthenticated with the key of another account, and with an old clock", async () => {
    const other = await startGcpStore();
    expect((await failure(keyConnection(store, {}, other.files.key()))).code).toBe("unauthenticated");
    await other.close();
    const late = await startGcpStore({ now: () => Date.now() + 86_400_000 });
    expect((await failure(keyConnection(late))).code).toBe("unauthenticated");
    const exchanged = keyConnection(late, { tokenUri: late.tokenUri });
    expect(await failure(exchanged)).toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining("clock"),
    });
    await late.close();
  });

  it.each([
    [{ kind: "html" } as const, "integrity"],
    [{ kind: "http-status", status: 503 } as const, "unavailable"],
    [{ kind: "throttle" } as const, "throttled"],
    [{ kind: "access-denied" } as const, "unauthenticated"],
    [{ kind: "http-status", status: 307, location: "http://127.0.0.1:1/" } as const, "integrity"],
    [{ kind: "reset" } as const, "unavailable"],
  ])("fails as a login where the token endpoint does: %j", async (fault, code) => {
    store.fault({ ...fault, operation: "Token" });
    expect((await failure(keyConnection(store, { tokenUri: store.tokenUri }))).code).toBe(code);
    expect(operations()).toEqual(["Token"]);
  });

  it("asks for a token anew once the old one is not taken any more", async () => {
    const of = keyConnection(store, { tokenUri: store.tokenUri });
    const session = await open(of);
    await session.check(patient());
    store.expireTokens();
    expect((await failureOf(session.check(patient()))).code).toBe("unauthenticated");
    expect(await (await open(of)).check(patient())).toMatchObject({ canList: "yes" });
  });
});

describe("a connection that must not be opened", () => {
  it.each([
    ["plain http to another machine", { endpoint: "http://google.example" }],
    ["plain http to a look-alike", { endpoint: "http://127.0.0.1.evil.example" }],
    ["a login in the endpoint", { endpoint: "https://user:password@google.example" }],
    ["a path in the endpoint", { endpoint: "https://google.example/v1" }],
    ["another protocol", { endpoint: "ftp://google.example" }],
    ["no URL", { endpoint: "google.example" }],
    ["a location that is a host", { location: "evil.example/" }],
    ["a project that is a path", { project: "../x" }],
    ["a universe that is a path", { universeDomain: "evil.example/x" }],
    ["plain http for the token", { tokenUri: "http://google.example/token" }],
    ["a login in the proxy", { proxy: "http://user:password@proxy.example" }],
  ])("%s", async (_, more) => {
    expect((await failure(keyConnection(store, more))).code).toBe("invalid-connection");
    expect(store.calls).toHaveLength(0);
  });

  it("has no project where neither it nor its login names one", async () => {
    const of = keyConnection(store, {}, store.files.key({ project_id: undefined }));
    expect((await failure(of)).code).toBe("invalid-connection");
  });
});
