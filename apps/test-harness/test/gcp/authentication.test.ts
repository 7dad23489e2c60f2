import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GcpStore, startGcpStore } from "../../src/gcp/index.ts";
import { ask } from "./harness.ts";
import { signed } from "./signed.ts";

let store: GcpStore;

beforeEach(async () => {
  store = await startGcpStore();
});
afterEach(() => store.close());

const LIST = "/v1/projects/keyferry-harness/secrets";
const form = (body: Record<string, string>) => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(body).toString(),
});
const grant = (assertion: string) => form({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion });

describe("a bearer token", () => {
  it("may be signed by the key itself, for the service or for a scope", async () => {
    expect((await ask(store, LIST, signed(store))).status).toBe(200);
    const aud = "https://secretmanager.googleapis.com/";
    expect((await ask(store, LIST, signed(store, { scope: undefined, aud }))).status).toBe(200);
    expect(store.calls.map(({ principal }) => principal)).toEqual([store.email, store.email]);
  });

  const iat = Math.floor(Date.now() / 1000);
  it.each<[string, object, object, number]>([
    ["of another account", { iss: "x@y", sub: "x@y" }, {}, 401],
    ["for another subject", { sub: "x@y" }, {}, 401],
    ["of another key", {}, { kid: "x" }, 401],
    ["without an algorithm", {}, { alg: "none" }, 401],
    ["that has ended", { iat: iat - 7200, exp: iat - 3600 }, {}, 401],
    ["of tomorrow", { iat: iat + 86_400, exp: iat + 90_000 }, {}, 401],
    ["that lasts too long", { exp: iat + 86_400 }, {}, 401],
    ["for another service", { scope: undefined, aud: "https://storage.googleapis.com/" }, {}, 403],
    ["for another scope", { scope: "https://www.googleapis.com/auth/drive" }, {}, 403],
  ])("is not taken %s", async (_, claims, header, status) => {
    expect((await ask(store, LIST, signed(store, claims, header))).status).toBe(status);
  });

  it("is not taken with a changed signature, from another store, ended, or not at all", async () => {
    const token = signed(store);
    const other = await startGcpStore();
    const asked = [`${token.slice(0, -8)}AAAAAAAA`, signed(other), "ya29.x", undefined];
    for (const one of asked) expect((await ask(store, LIST, one)).status).toBe(401);
    await other.close();
    const { body } = await ask(store, "/token", undefined, grant(signed(store, { aud: store.tokenUri })));
    expect((await ask(store, LIST, body.access_token)).status).toBe(200);
    store.expireTokens();
    const late = await ask(store, LIST, body.access_token);
    expect(late.body.error.details[0].reason).toBe("ACCESS_TOKEN_EXPIRED");
  });
});

describe("the token endpoints", () => {
  it.each([
    ["another audience", { aud: "https://oauth2.googleapis.com/token" }, "invalid_grant"],
    ["another account", { iss: "x@y" }, "invalid_grant"],
    ["another scope", { scope: "x" }, "invalid_scope"],
  ])("refuse an assertion with %s", async (_, claims, error) => {
    const assertion = signed(store, { aud: store.tokenUri, ...claims });
    expect(await ask(store, "/token", undefined, grant(assertion))).toMatchObject({ status: 400, body: { error } });
  });

  it("take a person's refresh token with the client's secret alone", async () => {
    const { client_id, client_secret, refresh_token } = JSON.parse(store.files.user());
    const login = { grant_type: "refresh_token", client_id, client_secret, refresh_token };
    expect((await ask(store, "/token", undefined, form(login))).status).toBe(200);
    expect((await ask(store, "/token", undefined, form({ ...login, refresh_token: "x" }))).body.error).toBe(
      "invalid_grant",
    );
    expect((await ask(store, "/token", undefined, form({ ...login, client_secret: "x" }))).body.error).toBe(
      "invalid_client",
    );
    expect((await ask(store, "/token", undefined, { method: "POST", body: "x" })).body.error).toBe("invalid_request");
  });

  it("let a login act as the one service account", async () => {
    const path = (email: string) => `/v1/projects/-/serviceAccounts/${email}:generateAccessToken`;
    const post = { method: "POST", body: "{}" };
    const { body } = await ask(store, path(store.email), signed(store), post);
    expect((await ask(store, LIST, body.accessToken)).status).toBe(200);
    expect((await ask(store, path("other@x"), signed(store), post)).status).toBe(403);
    expect((await ask(store, path(store.email), "x", post)).status).toBe(401);
  });

  it("give the machine's token to whoever sends the header alone", async () => {
    const path = "/computeMetadata/v1/instance/service-accounts/default/token";
    expect((await ask(store, path)).status).toBe(403);
    const headers = { "metadata-flavor": "Google" };
    expect((await ask(store, path, undefined, { headers })).status).toBe(200);
    expect((await ask(store, "/computeMetadata/v1/nothing", undefined, { headers })).status).toBe(404);
  });
});

describe("a path", () => {
  it.each([
    "/v1/projects/keyferry-harness/secrets/a%2Fb",
    "/v1/projects/keyferry-harness/secrets/nas/",
    "/v1//projects/keyferry-harness/secrets",
    "/v2/projects/keyferry-harness/secrets",
    "/v1/projects/keyferry-harness/secrets/nas/versions/1:destroy",
    "/",
  ])("%s has no such page or secret", async (path) => {
    const { status } = await ask(store, path, signed(store));
    expect(status).toBe(404);
  });

  it("of another project, or of a region, is denied", async () => {
    expect((await ask(store, "/v1/projects/other/secrets", signed(store))).status).toBe(403);
    const regional = "/v1/projects/keyferry-harness/locations/us-east1/secrets";
    expect((await ask(store, regional, signed(store))).status).toBe(403);
  });

  it("with a page's token of another size is refused", async () => {
    for (const id of ["a", "b", "c"]) store.put(id, { text: "x" });
    const { body } = await ask(store, `${LIST}?pageSize=1`, signed(store));
    const next = (size: number) =>
      ask(store, `${LIST}?pageSize=${size}&pageToken=${body.nextPageToken}`, signed(store));
    expect((await next(1)).body.secrets).toHaveLength(1);
    expect((await next(2)).body.error.status).toBe("INVALID_ARGUMENT");
  });
});

describe("what the store notes", () => {
  it("holds no value, token or body", async () => {
    store.put("nas", { text: "canary-value-7Qx9" });
    const token = signed(store);
    await ask(store, `${LIST}/nas/versions/latest:access`, token);
    await ask(store, "/token", undefined, grant(signed(store, { aud: store.tokenUri })));
    const noted = JSON.stringify(store.calls);
    expect(noted).not.toContain("canary-value-7Qx9");
    expect(noted).not.toContain(token.slice(-40));
  });
});
