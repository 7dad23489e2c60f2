import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenConnection } from "@keyferry/core/provider";
import { startVaultStore, type VaultStore } from "@keyferry/test-harness/vault";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { certificate } from "./support/certificate.ts";
import { connection, open, patient } from "./support/connection.ts";
import { testHost } from "./support/host.ts";
import { leaks } from "./support/leaks.ts";

let store: VaultStore;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keyferry-vault-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  store = await startVaultStore();
  store.put("a", { v: "1" });
});
afterEach(() => store.close());

type Part = Readonly<Record<string, string>>;

async function podToken(text: string): Promise<string> {
  const file = join(folder, "token");
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

function to(method: string, credentials: Part = {}, authFields: Part = {}, fields: Part = {}): OpenConnection {
  return connection({ url: `${store.endpoint}/v1/secret/`, ...fields }, method, credentials, authFields);
}

/** Each way to log in, right and then wrong. */
const WAYS: readonly (readonly [string, (right: boolean) => Promise<OpenConnection>])[] = [
  [
    "app-role",
    async (right) => {
      const { roleId, secretId } = store.credentials;
      return to("app-role", { roleId, secretId: right ? secretId : "cnry-wrong" });
    },
  ],
  [
    "userpass",
    async (right) => {
      const { username, password } = store.credentials;
      return to("userpass", { username, password: right ? password : "cnry-wrong" });
    },
  ],
  [
    "kubernetes",
    async (right) => {
      const jwtFile = await podToken(right ? `${store.credentials.jwt}\n` : "cnry-wrong");
      return to("kubernetes", {}, { role: "backup", jwtFile, authMount: "kubernetes" });
    },
  ],
  [
    "jwt",
    async (right) => to("jwt", { jwt: right ? store.credentials.jwt : "cnry-wrong" }, right ? {} : { role: "backup" }),
  ],
];

describe.each(WAYS)("%s", (_, way) => {
  it("logs in once, reads with the token it got, and revokes it at the end", async () => {
    const session = await provider.open(await way(true), testHost().host, patient());
    expect(await session.fetch([{ name: "a" }], patient())).toMatchObject([{ ok: true }]);
    expect(store.openLogins()).toBe(1);
    await session.dispose();
    expect(store.openLogins()).toBe(0);
    expect(store.calls.map(({ operation }) => operation)).toEqual(["login", "mounts", "read", "revoke-self"]);
    expect(store.calls[0]?.token).toBeUndefined();
  });

  it("is unauthenticated with wrong credentials, and shows none of them", async () => {
    const failed = await open(await way(false)).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ failure: { code: "unauthenticated", hint: expect.stringContaining("authMount") } });
    expect(
      leaks(failed, ["cnry-wrong", ...Object.values(store.credentials).filter((one) => one !== "backup")]),
    ).toEqual([]);
    expect(store.calls.map(({ operation }) => operation)).toEqual(["login"]);
  });
});

describe("a TLS certificate", () => {
  it("logs in with what it proves, and not with another", async () => {
    const [server, client, stranger] = await Promise.all(
      ["localhost", "backup", "stranger"].map((n) => certificate(n)),
    );
    if (!server || !client || !stranger) throw new Error("no certificates");
    const secure = await startVaultStore({ tls: { cert: server.cert, key: server.private } });
    secure.trustCertificate(client.cert);
    secure.put("a", { v: "1" });
    const caFile = join(folder, "ca.pem");
    await writeFile(caFile, server.cert);
    const login = (pair: { cert: string; private: string }) =>
      connection({ url: `${secure.endpoint}/v1/secret`, caFile }, "tls-certificate", {
        certificate: pair.cert,
        privateKey: pair.private,
      });
    const session = await open(login(client));
    expect(await session.fetch([{ name: "a" }], patient())).toMatchObject([{ ok: true }]);
    expect(await session.check(patient())).toMatchObject({ identity: "cert-backup" });
    await session.dispose();
    await expect(open(login(stranger))).rejects.toMatchObject({ failure: { code: "unauthenticated" } });
    await secure.close();
  });

  it.each([
    [{ certificate: "x", privateKey: "x" }],
    [{ certificate: "-----BEGIN CERTIFICATE-----", privateKey: "cnry-not-pem" }],
  ])("that is no PEM is refused before anything is sent", async (credentials) => {
    const failed = await open(to("tls-certificate", credentials)).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ failure: { code: "unauthenticated", message: expect.stringContaining("not PEM") } });
    expect(leaks(failed, ["cnry-not-pem"])).toEqual([]);
    expect(store.calls).toEqual([]);
  });
});

describe("a token that was given", () => {
  it("is neither renewed nor revoked", async () => {
    const session = await open(to("token", { token: store.token }));
    await session.fetch([{ name: "a" }], patient());
    await session.dispose();
    expect(store.knows(store.token)).toBe(true);
    expect(store.calls.map(({ operation }) => operation)).toEqual(["mounts", "read"]);
  });

  it.each([["two\nlines"], ["a token"], ["tökén"]])("is refused as %j before anything is sent", async (token) => {
    const failed = await open(to("token", { token })).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ failure: { code: "unauthenticated" } });
    expect(leaks(failed, [token])).toEqual([]);
    expect(store.calls).toEqual([]);
  });

  it.each([[true], [false]])("that is unknown is unauthenticated, whether Vault says so (%s) or not", async (says) => {
    const other = await startVaultStore({ saysInvalidToken: says });
    const unknown = (kvVersion: string) =>
      open(connection({ url: `${other.endpoint}/v1/secret`, kvVersion }, "token", { token: "hvs.cnry" }));
    const session = await unknown("2");
    const calls = [
      () => unknown("auto"),
      () => session.check(patient()),
      () => session.list({}, patient()),
      () => session.fetch([{ name: "a" }], patient()),
    ];
    for (const call of calls) {
      const failed = await call().catch((thrown: unknown) => thrown);
      expect(failed).toMatchObject({ failure: { code: "unauthenticated" } });
      expect(leaks(failed, ["hvs.cnry"])).toEqual([]);
    }
    await other.close();
  });

  it("that has no more uses is unauthenticated", async () => {
    const token = store.issueToken({ seconds: 60, renewable: false, uses: 2 });
    const session = await open(to("token", { token }));
    expect(await session.fetch([{ name: "a" }], patient())).toMatchObject([{ ok: true }]);
    await expect(session.fetch([{ name: "a" }], patient())).rejects.toMatchObject({
      failure: { code: "unauthenticated" },
    });
  });
});

describe("no login of our own", () => {
  it("asks a local Agent, with the header that it wants and no token", async () => {
    const agent = await startVaultStore({ agent: true });
    agent.put("a", { v: "1" });
    const session = await open(connection({ url: `${agent.endpoint}/v1/secret` }, "none"));
    expect(await session.fetch([{ name: "a" }], patient())).toMatchObject([{ ok: true }]);
    expect(await session.check(patient())).toMatchObject({ canList: "yes", identity: "root" });
    await session.dispose();
    expect(agent.calls.every(({ token }) => token === undefined)).toBe(true);
    await agent.close();
  });

  it.skipIf(process.platform === "win32")("asks it by its Unix socket", async () => {
    const socketPath = join(folder, "agent.sock");
    const agent = await startVaultStore({ agent: true, socketPath });
    agent.put("a", { v: "1" });
    const session = await open(connection({ url: "http://agent.invalid/v1/secret" }, "none", {}, { socketPath }));
    expect(await session.fetch([{ name: "a" }], patient())).toMatchObject([{ ok: true }]);
    await session.dispose();
    await agent.close();
  });

  it("is unauthenticated where nothing adds a token", async () => {
    await expect(open(to("none"))).rejects.toMatchObject({ failure: { code: "unauthenticated" } });
    const session = await open(to("none", {}, {}, { kvVersion: "2" }));
    await expect(session.fetch([{ name: "a" }], patient())).rejects.toMatchObject({
      failure: { code: "unauthenticated" },
    });
    await expect(session.check(patient())).rejects.toMatchObject({ failure: { code: "unauthenticated" } });
  });
});

describe("a login", () => {
  it("goes to the auth mount and the namespace of the connection", async () => {
    const other = await startVaultStore({ namespace: "team/backup" });
    const { roleId, secretId } = other.credentials;
    const login = (namespace: string, authMount = "approle") =>
      connection({ url: `${other.endpoint}/v1/secret`, namespace }, "app-role", { roleId, secretId }, { authMount });
    other.put("a", { v: "1" });
    const session = await open(login("/team/backup/"));
    expect(await session.fetch([{ name: "a" }], patient())).toMatchObject([{ ok: true }]);
    await session.dispose();
    expect(new Set(other.calls.map(({ namespace }) => namespace))).toEqual(new Set(["team/backup"]));
    await expect(open(login("team"))).rejects.toMatchObject({ failure: { code: "invalid-connection" } });
    await expect(open(login("team/backup", "else/where"))).rejects.toMatchObject({
      failure: { code: "unauthenticated" },
    });
    expect(other.calls.at(-1)?.target).toBe("/v1/auth/else/where/login");
    await other.close();
  });

  it("never calls itself by a credential", async () => {
    const { username, password } = store.credentials;
    const session = await open(to("userpass", { username, password }));
    const result = await session.check(patient());
    expect(result).toMatchObject({ canList: "yes", identity: "userpass", renewable: true });
    expect(leaks(result, [username])).toEqual([]);
  });

  it("with a token that lives in no store is not revoked", async () => {
    store.terms.login = { seconds: 60, renewable: false, type: "batch" };
    const { roleId, secretId } = store.credentials;
    const session = await open(to("app-role", { roleId, secretId }));
    await session.dispose();
    expect(store.calls.map(({ operation }) => operation)).toEqual(["login", "mounts"]);
  });

  it("is ended where the mount turns out to be wrong", async () => {
    store.mount("pki", 1, "pki");
    const { roleId, secretId } = store.credentials;
    const wrong = to("app-role", { roleId, secretId }, {}, { url: `${store.endpoint}/v1/pki` });
    await expect(open(wrong)).rejects.toMatchObject({ failure: { code: "invalid-connection" } });
    expect(store.openLogins()).toBe(0);
  });

  it.each([
    [
      "asks for a second factor",
      '{"auth":{"client_token":"","mfa_requirement":{"mfa_request_id":"x"}}}',
      "unsupported",
    ],
    ["gives no token", '{"auth":{}}', "integrity"],
    ["gives nothing", '{"data":{}}', "integrity"],
    ["gives a token of two lines", '{"auth":{"client_token":"a\\nb"}}', "integrity"],
  ])("that %s fails as %s", async (_, body, code) => {
    store.fault({ kind: "json", body });
    const { roleId, secretId } = store.credentials;
    await expect(open(to("app-role", { roleId, secretId }))).rejects.toMatchObject({ failure: { code } });
  });

  it.each([["a/b"], [".."], ["a?b"], ["a%b"]])(
    "of the user %j is refused before anything is sent",
    async (username) => {
      await expect(open(to("userpass", { username, password: "x" }))).rejects.toMatchObject({
        failure: { code: "unauthenticated" },
      });
      expect(store.calls).toEqual([]);
    },
  );

  it.each([
    ["kubernetes", {}, { role: "backup", jwtFile: "/nonexistent/token" }, "jwtFile"],
    ["kubernetes", {}, { role: "backup", jwtFile: "relative/token" }, "jwtFile"],
    ["kubernetes", {}, {}, "jwtFile"],
    ["token", {}, {}, "token"],
    ["app-role", {}, {}, "roleId"],
    ["app-role", { roleId: "a" }, { authMount: "a/../b" }, "authMount"],
    ["telepathy", {}, {}, "auth method"],
  ])("by %s with %j and %j is an invalid connection that names %s", async (method, credentials, authFields, named) => {
    await expect(open(to(method, credentials as Part, authFields as Part))).rejects.toMatchObject({
      failure: { code: "invalid-connection", message: expect.stringContaining(named) },
    });
  });
});
