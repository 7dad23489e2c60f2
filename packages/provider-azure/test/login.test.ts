import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { OpenConnection } from "@keyferry/core/provider";
import { type AzureStore, startAzureStore } from "@keyferry/test-harness/azure";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connection, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";
import { type TestHost, testHost } from "./support/host.ts";

let store: AzureStore;
let home: string;

beforeEach(async () => {
  store = await startAzureStore();
  home = mkdtempSync(join(tmpdir(), "keyferry-azure-login-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
  await store.close();
});

async function check(of: OpenConnection, host?: TestHost) {
  const session = await open(of, host);
  try {
    return await session.check(patient());
  } finally {
    await session.dispose();
  }
}

const auth = (method: string, fields: OpenConnection["auth"]["fields"] = {}) => ({ method, fields });
const tokens = () => store.calls.filter(({ operation }) => operation === "Token");
const application = () =>
  expect.objectContaining({ canList: "yes", identity: expect.stringContaining(store.logins.clientId) });

describe("a login with", () => {
  it.each(["tenantId", "domain"] as const)("a client secret, the tenant by its %s", async (which) => {
    const { clientId, [which]: tenantId } = store.logins;
    expect(await check(connection(store, {}, auth("client-secret", { tenantId, clientId })))).toEqual(application());
  });

  it.each([false, true])("a client certificate, its chain sent: %s", async (sendChain) => {
    const { tenantId, clientId, certificate } = store.logins;
    const method = auth("client-certificate", { tenantId, clientId, sendChain });
    expect(await check(connection(store, {}, method, { certificate }))).toEqual(application());
  });

  it("a workload's token, by fields or by variables", async () => {
    const { tenantId, clientId } = store.logins;
    const tokenFile = join(home, "token");
    writeFileSync(tokenFile, store.logins.federatedToken());
    const method = auth("workload-identity", { tenantId, clientId, tokenFile });
    expect(await check(connection(store, {}, method, {}))).toEqual(application());
    vi.stubEnv("AZURE_TENANT_ID", tenantId);
    vi.stubEnv("AZURE_CLIENT_ID", clientId);
    vi.stubEnv("AZURE_FEDERATED_TOKEN_FILE", tokenFile);
    expect(await check(connection(store, {}, auth("workload-identity"), {}))).toEqual(application());
  });

  it("a code that a person enters, told through the host and not on the console", async () => {
    const printed = vi.spyOn(console, "log").mockImplementation(() => {});
    const host = testHost();
    const { log } = host;
    host.log = (record) => {
      log(record);
      store.logins.approve(String(record.fields?.code));
    };
    const { tenantId } = store.logins;
    const result = await check(connection(store, {}, auth("device-code", { tenantId }), {}), host);
    expect(result).toMatchObject({ canList: "yes", identity: expect.stringContaining(store.logins.objectId) });
    expect(host.logged).toEqual([
      {
        level: "warn",
        message: expect.any(String),
        fields: { page: `${store.authorityHost}/device`, code: expect.any(String) },
      },
    ]);
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  it.skipIf(process.platform === "win32")(
    "the Azure CLI's own, asked for the vault's tenant and resource",
    async () => {
      const federated = await check(connection(store));
      expect(federated.canList).toBe("yes");
      const script = `#!/bin/sh\necho "$@" > "${home}/args"\necho '{"accessToken":"canary-token","expires_on":4102444800}'\n`;
      writeFileSync(join(home, "az"), script);
      chmodSync(join(home, "az"), 0o755);
      vi.stubEnv("PATH", `${home}${delimiter}${process.env.PATH}`);
      const { tenantId } = store.logins;
      const failure = await failureOf(
        check(connection(store, {}, auth("azure-cli", { tenantId }), {})),
        "canary-token",
      );
      // The store does not know the token: but it came, and was sent to the vault alone.
      expect(failure).toMatchObject({ code: "unauthenticated", message: expect.stringContaining("tenant") });
      expect(readFileSync(join(home, "args"), "utf8").trim()).toBe(
        `account get-access-token --output json --resource https://vault.azure.net --tenant ${tenantId}`,
      );
    },
  );

  it("the SDK's own chain", async () => {
    vi.stubEnv("AZURE_TENANT_ID", store.logins.tenantId);
    vi.stubEnv("AZURE_CLIENT_ID", store.logins.clientId);
    vi.stubEnv("AZURE_CLIENT_SECRET", store.logins.clientSecret);
    expect(await check(connection(store, {}, auth("default-chain"), {}))).toEqual(application());
  });
});

describe("a login that fails", () => {
  const failure = (of: OpenConnection) => failureOf(check(of), store.logins.clientSecret, "wrong-canary");

  it("says that the secret, the application or the tenant is wrong", async () => {
    const { tenantId, clientId, objectId } = store.logins;
    const secret = connection(store, {}, undefined, { clientSecret: "wrong-canary" });
    expect(await failure(secret)).toMatchObject({ code: "unauthenticated", message: "the client secret is wrong" });
    const client = connection(store, {}, auth("client-secret", { tenantId, clientId: objectId }));
    expect(await failure(client)).toMatchObject({ message: "the tenant has no such application" });
    const tenant = connection(store, {}, auth("client-secret", { tenantId: "no.such.example", clientId }));
    expect(await failure(tenant)).toMatchObject({ message: "there is no such tenant" });
  });

  it.each([
    [7000222, /expired/],
    [53003, /conditional access/],
    [12345, /refused/],
  ])("says what number %i means", async (number, message) => {
    store.fault({ kind: "login-refused", operation: "Token", number });
    expect(await failure(connection(store))).toMatchObject({
      code: "unauthenticated",
      message: expect.stringMatching(message),
      requestId: expect.any(String),
    });
    expect(tokens()).toHaveLength(1);
  });

  it.each([
    ["throttle", { kind: "throttle", retryAfter: 7 }, { code: "throttled", retryAfterMs: 7_000 }],
    ["an error of the server", { kind: "http-status", status: 503 }, { code: "unavailable" }],
    ["a web page", { kind: "html" }, { code: "integrity" }],
    ["a hang-up", { kind: "reset" }, { code: "unavailable" }],
    ["broken JSON", { kind: "corrupt" }, { code: "integrity" }],
  ] as const)("keeps apart what is not the login's fault: %s", async (_, fault, expected) => {
    store.fault({ ...fault, operation: "Token" });
    expect(await failure(connection(store))).toMatchObject(expected);
    expect(tokens()).toHaveLength(1);
  });

  it("says what is wrong with a workload's token", async () => {
    const { tenantId, clientId } = store.logins;
    const tokenFile = join(home, "token");
    const of = connection(store, {}, auth("workload-identity", { tenantId, clientId, tokenFile }), {});
    expect(await failure(of)).toMatchObject({ code: "unauthenticated", message: expect.stringContaining("workload") });
    writeFileSync(tokenFile, store.logins.federatedToken("system:serviceaccount:other"));
    expect(await failure(of)).toMatchObject({ message: expect.stringContaining("subject") });
    writeFileSync(tokenFile, store.logins.federatedToken(undefined, -60));
    expect(await failure(of)).toMatchObject({ message: expect.stringContaining("outside its time") });
  });

  it("says that the Azure CLI is not there", async () => {
    vi.stubEnv("PATH", home);
    expect(await failure(connection(store, {}, auth("azure-cli"), {}))).toMatchObject({
      code: "unauthenticated",
      hint: "run `az login`",
    });
  });

  it("ends at once when the call is aborted while it hangs", async () => {
    store.fault({ kind: "delay", operation: "Token", ms: 60_000 });
    const abort = new AbortController();
    const session = await open(connection(store));
    const reading = failureOf(session.fetch([{ name: "a" }], { signal: abort.signal }));
    await expect.poll(() => tokens().length).toBe(1);
    abort.abort();
    expect(await reading).toMatchObject({ code: "cancelled" });
    await session.dispose();
  });

  it("does not take the next call with it", async () => {
    store.put("nas", "x");
    store.fault({ kind: "login-refused", operation: "Token", number: 7000215, times: 1 });
    const session = await open(connection(store));
    expect(await failureOf(session.fetch([{ name: "nas" }], patient()))).toMatchObject({ code: "unauthenticated" });
    expect(await session.fetch([{ name: "nas" }], patient())).toMatchObject([{ ok: true }]);
    await session.dispose();
  });

  it("is told when its tokens were ended", async () => {
    store.put("nas", "x");
    const session = await open(connection(store));
    await session.check(patient());
    store.expireTokens();
    expect(await failureOf(session.fetch([{ name: "nas" }], patient()))).toMatchObject({ code: "unauthenticated" });
    await session.dispose();
  });

  it("is of another tenant", async () => {
    const other = await startAzureStore();
    const { tenantId, clientId, clientSecret } = other.logins;
    // The login of one store, the vault of another: each has its own CA, so that the host is told to trust both.
    const caFile = join(home, "ca.pem");
    writeFileSync(caFile, `${store.ca}\n${other.ca}`);
    const more = { authorityHost: other.authorityHost, caFile };
    const of = connection(store, more, auth("client-secret", { tenantId, clientId }), { clientSecret });
    expect(await failure(of)).toMatchObject({ code: "unauthenticated", hint: expect.stringContaining("tenantId") });
    await other.close();
  });
});

describe("a login that is refused before anything is sent", () => {
  const ID = "11111111-2222-3333-4444-555555555555";
  const app = { tenantId: "contoso.example", clientId: ID };
  it.each<[string, OpenConnection["auth"], OpenConnection["credentials"], string]>([
    ["a line break in the secret", auth("client-secret", app), { clientSecret: "canary\n" }, "unauthenticated"],
    ["no secret", auth("client-secret", app), {}, "invalid-connection"],
    [
      "no client",
      auth("client-secret", { tenantId: "contoso.example" }),
      { clientSecret: "canary" },
      "invalid-connection",
    ],
    [
      "a tenant that climbs",
      auth("client-secret", { ...app, tenantId: "../x" }),
      { clientSecret: "canary" },
      "invalid-connection",
    ],
    [
      "a tenant with a slash",
      auth("client-secret", { ...app, tenantId: "a/b" }),
      { clientSecret: "canary" },
      "invalid-connection",
    ],
    ["no certificate", auth("client-certificate", app), { certificate: "canary" }, "unauthenticated"],
    ["an unknown method", auth("telepathy"), {}, "invalid-connection"],
    ["a workload without a file", auth("workload-identity", app), {}, "unauthenticated"],
  ])("%s", async (_, method, credentials, code) => {
    expect(await failureOf(open(connection(store, {}, method, credentials)))).toMatchObject({ code });
    expect(store.calls).toEqual([]);
  });

  it("a certificate without its key, with another key, and a key with a wrong password", async () => {
    const { tenantId, clientId, certificate } = store.logins;
    const method = auth("client-certificate", { tenantId, clientId });
    const opening = (pem: string) => failureOf(open(connection(store, {}, method, { certificate: pem })));
    const alone = certificate.slice(0, certificate.indexOf("-----BEGIN PRIVATE"));
    expect(await opening(alone)).toMatchObject({ message: expect.stringContaining("no private key") });
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const options = { type: "pkcs8", format: "pem" } as const;
    expect(await opening(alone + privateKey.export(options))).toMatchObject({
      message: expect.stringContaining("not the certificate's"),
    });
    const locked = privateKey.export({ ...options, cipher: "aes-256-cbc", passphrase: "canary" });
    expect(await opening(alone + locked)).toMatchObject({ hint: expect.stringContaining("certificatePassword") });
  });

  it.each(["missing.pem", "empty.pem"])("a CA file that is %s", async (name) => {
    writeFileSync(join(home, "empty.pem"), "");
    const failure = await failureOf(open(connection(store, { caFile: join(home, name) })));
    expect(failure).toMatchObject({ code: "invalid-connection", message: expect.stringContaining("caFile") });
  });
});
