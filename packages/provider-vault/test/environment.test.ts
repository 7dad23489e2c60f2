import { startVaultStore, type VaultStore } from "@keyferry/test-harness/vault";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { certificate } from "./support/certificate.ts";
import { connection, listAll, open, patient } from "./support/connection.ts";
import { testHost } from "./support/host.ts";

/** Every variable of https://developer.hashicorp.com/vault/docs/commands#configure-environment-variables, and the library's own. */
const NAMES = [
  "VAULT_TOKEN",
  "VAULT_ADDR",
  "VAULT_AGENT_ADDR",
  "VAULT_PROXY_ADDR",
  "VAULT_CACERT",
  "VAULT_CACERT_BYTES",
  "VAULT_CAPATH",
  "VAULT_CLIENT_CERT",
  "VAULT_CLIENT_KEY",
  "VAULT_CLIENT_TIMEOUT",
  "VAULT_HEADERS",
  "VAULT_HTTP_PROXY",
  "VAULT_MFA",
  "VAULT_NAMESPACE",
  "VAULT_PREFIX",
  "VAULT_RATE_LIMIT",
  "VAULT_SKIP_VERIFY",
  "VAULT_SRV_LOOKUP",
  "VAULT_TLS_SERVER_NAME",
  "VAULT_WRAP_TTL",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "DEBUG",
];

let store: VaultStore;
let elsewhere: VaultStore;

beforeEach(async () => {
  [store, elsewhere] = await Promise.all([startVaultStore({ agent: true }), startVaultStore({ agent: true })]);
  for (const name of NAMES) vi.stubEnv(name, `cnry-${name}`);
  vi.stubEnv("VAULT_ADDR", elsewhere.endpoint);
  vi.stubEnv("VAULT_SKIP_VERIFY", "true");
  vi.stubEnv("DEBUG", "*");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([store.close(), elsewhere.close()]);
});

describe("the environment", () => {
  it.each(["none", "token", "app-role", "userpass", "jwt"])("gives nothing to a connection by %s", async (method) => {
    store.put("a", { v: "1" });
    const { roleId, secretId, username, password, jwt } = store.credentials;
    const all: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      none: {},
      token: { token: store.token },
      "app-role": { roleId, secretId },
      userpass: { username, password },
      jwt: { jwt },
    };
    const { host, requests } = testHost();
    const output = vi.spyOn(process.stderr, "write");
    const session = await open(connection({ url: `${store.endpoint}/v1/secret` }, method, all[method] ?? {}), host);
    await session.check(patient());
    await listAll(session);
    expect(await session.fetch([{ name: "a" }], patient())).toMatchObject([{ ok: true }]);
    await session.dispose();
    expect(requests.length).toBeGreaterThan(3);
    for (const { url, headers, body, proxy } of requests) {
      expect(JSON.stringify([url, headers, body])).not.toContain("cnry");
      expect(url.startsWith(`${store.endpoint}/v1/`)).toBe(true);
      expect(proxy).toBeUndefined();
    }
    const known = ["connection", "content-length", "content-type", "host", "x-vault-request", "x-vault-token"];
    for (const { headerNames, namespace } of store.calls) {
      expect(headerNames.filter((name) => !known.includes(name))).toEqual([]);
      expect(namespace).toBeUndefined();
    }
    expect(elsewhere.calls).toEqual([]);
    expect(output.mock.calls.flat().join("")).not.toMatch(/node-vault|secret_id/);
    output.mockRestore();
  });

  it("does not turn the check of certificates off", async () => {
    const pair = await certificate("localhost");
    const secure = await startVaultStore({ tls: { cert: pair.cert, key: pair.private } });
    const to = connection({ url: `${secure.endpoint}/v1/secret` }, "token", { token: secure.token });
    await expect(open(to)).rejects.toMatchObject({ failure: { code: "invalid-connection" } });
    expect(secure.calls).toEqual([]);
    await secure.close();
  });
});
