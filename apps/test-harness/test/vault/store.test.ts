import { describe, expect, it, onTestFinished } from "vitest";
import { startVaultStore, type VaultStore, type VaultStoreOptions } from "../../src/vault/index.ts";

/** A store that lives as long as the test. */
async function store(options?: VaultStoreOptions): Promise<VaultStore> {
  const started = await startVaultStore(options);
  onTestFinished(() => started.close());
  return started;
}

interface Ask {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Asks as any HTTP client does. */
async function ask(vault: VaultStore, path: string, { method = "GET", token = vault.token, headers, body }: Ask = {}) {
  const response = await fetch(`${vault.endpoint}/v1/${path}`, {
    method,
    headers: { ...(token === "" ? {} : { "x-vault-token": token }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: the members that a test looks at say what the answer should be.
  const json: any = text.startsWith("{") ? JSON.parse(text) : undefined;
  return { status: response.status, text, json };
}

describe("secrets engines", () => {
  it("keep versions, and say of gone ones what happened", async () => {
    const vault = await store();
    vault.put("app/db", '{"n":12345678901234567890}', { customMetadata: { owner: "ops" } });
    vault.put("app/db", { v: "2" });
    vault.put("app/db", { v: "3" });
    vault.delete("app/db", { versions: [2] });
    vault.destroy("app/db", { versions: [3] });
    expect((await ask(vault, "secret/data/app/db?version=1")).text).toContain('"data":{"n":12345678901234567890}');
    const deleted = await ask(vault, "secret/data/app/db?version=2");
    expect([deleted.status, deleted.json.data.data, deleted.json.data.metadata.destroyed]).toEqual([404, null, false]);
    expect(deleted.json.data.metadata.deletion_time).not.toBe("");
    const destroyed = await ask(vault, "secret/data/app/db");
    expect([destroyed.status, destroyed.json.data.metadata]).toMatchObject([404, { version: 3, destroyed: true }]);
    const { json } = await ask(vault, "secret/metadata/app/db");
    expect(json.data).toMatchObject({ current_version: 3, custom_metadata: { owner: "ops" } });
    expect(Object.keys(json.data.versions)).toEqual(["1", "2", "3"]);
  });

  it("list names and folders of either version, and call nothing a 404", async () => {
    const vault = await store();
    for (const name of ["a", "f/b", "f/g/c"]) {
      vault.put(name, {});
      vault.put(name, {}, { mount: "kv" });
    }
    expect((await ask(vault, "secret/metadata/?list=true")).json.data.keys).toEqual(["a", "f/"]);
    expect((await ask(vault, "secret/metadata/f?list=true")).json.data.keys).toEqual(["b", "g/"]);
    expect((await ask(vault, "kv/f/?list=true")).json.data.keys).toEqual(["b", "g/"]);
    const empty = await ask(vault, "secret/metadata/x/?list=true");
    expect([empty.status, empty.json]).toEqual([404, { errors: [] }]);
  });

  it("of version 2 refuse the form of version 1 in words of their own", async () => {
    const vault = await store();
    const wrong = await ask(vault, "secret/app");
    expect([wrong.status, wrong.json.errors]).toEqual([404, undefined]);
    expect(wrong.json.warnings[0]).toContain("Invalid path for a versioned K/V secrets engine");
  });

  it("are told apart by what is mounted", async () => {
    const vault = await store();
    const options = async (mount: string) => (await ask(vault, `sys/internal/ui/mounts/${mount}`)).json.data.options;
    expect([await options("secret"), await options("kv")]).toEqual([{ version: "2" }, null]);
    expect((await ask(vault, "sys/internal/ui/mounts/gone")).status).toBe(403);
    expect((await ask(vault, "gone/data/x")).json.errors[0]).toContain("no handler for route");
  });

  it.each(["secret/data/a//b", "secret/data/%2e%2e/x", "secret/data/x.", "secret/data/%zz"])(
    "take no path like %s",
    async (path) => {
      const vault = await store();
      expect((await ask(vault, path)).status).toBeGreaterThanOrEqual(400);
    },
  );
});

describe("tokens", () => {
  it("are asked for, and known or not", async () => {
    const vault = await store();
    expect(await ask(vault, "secret/data/x", { token: "" })).toMatchObject({
      status: 400,
      json: { errors: ["missing client token"] },
    });
    const unknown = await ask(vault, "secret/data/x", { token: "hvs.no" });
    expect([unknown.status, unknown.json.errors[0]]).toEqual([403, expect.stringContaining("invalid token")]);
    const older = await store({ saysInvalidToken: false });
    expect((await ask(older, "secret/data/x", { token: "hvs.no" })).json).toEqual({ errors: ["permission denied"] });
  });

  it("end, are renewed up to their maximum, and are revoked", async () => {
    let now = 1_000_000;
    const vault = await store({ now: () => now });
    const token = vault.issueToken({ seconds: 60, renewable: true, maxSeconds: 90 });
    now += 50_000;
    const renewed = await ask(vault, "auth/token/renew-self", { method: "POST", token });
    expect(renewed.json.auth).toMatchObject({ lease_duration: 40, renewable: true });
    expect((await ask(vault, "auth/token/lookup-self", { token })).json.data.ttl).toBe(40);
    now += 41_000;
    expect(vault.knows(token)).toBe(false);
    const other = vault.issueToken({ seconds: 60, renewable: false });
    expect((await ask(vault, "auth/token/renew-self", { method: "POST", token: other })).status).toBe(400);
    expect((await ask(vault, "auth/token/revoke-self", { method: "POST", token: other })).status).toBe(204);
    expect(vault.knows(other)).toBe(false);
  });

  it("are given by logins with the right credentials alone", async () => {
    const vault = await store();
    const { roleId, secretId, username, password, jwt, role } = vault.credentials;
    const login = (path: string, body: object) => ask(vault, `auth/${path}`, { method: "POST", token: "", body });
    const right = await Promise.all([
      login("approle/login", { role_id: roleId, secret_id: secretId }),
      login(`userpass/login/${username}`, { password }),
      login("kubernetes/login", { role, jwt }),
      login("jwt/login", { role, jwt }),
    ]);
    expect(right.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { json } of right) expect(vault.knows(json.auth.client_token)).toBe(true);
    const wrong = await Promise.all([
      login("approle/login", { role_id: roleId, secret_id: "x" }),
      login(`userpass/login/${username}`, { password: "x" }),
      login("kubernetes/login", { role, jwt: "x" }),
      login("jwt/login", { role: "x", jwt }),
      login("cert/login", {}),
      login("ldap/login/x", {}),
    ]);
    expect(wrong.map(({ status }) => status)).toEqual([400, 400, 403, 400, 400, 403]);
    expect(vault.openLogins()).toBe(4);
  });
});

describe("the store", () => {
  it("notes every call without a value, a body or a token", async () => {
    const vault = await store();
    vault.put("a", { v: "canary-value" });
    await ask(vault, "secret/data/a?version=1");
    await ask(vault, "auth/approle/login", { method: "POST", token: "", body: { role_id: "canary-role" } });
    await ask(vault, "secret/data/a", { method: "POST", body: { data: { v: "canary-new" } } });
    await ask(vault, "secret/metadata/a", { method: "DELETE" });
    expect(vault.calls.map(({ operation, path, status }) => [operation, path, status])).toEqual([
      ["read", "secret/data/a", 200],
      ["login", "auth/approle/login", 400],
      ["write", "secret/data/a", 403],
      ["write", "secret/metadata/a", 403],
    ]);
    expect(vault.writes).toHaveLength(2);
    expect(JSON.stringify(vault.calls)).not.toMatch(/canary|hvs\./);
  });

  it("denies what it is told to, before it says whether a secret exists", async () => {
    const vault = await store();
    vault.put("a", {});
    vault.put("b", {});
    vault.deny({ name: "a" });
    vault.deny({ operation: "list" });
    const statuses = async () =>
      Promise.all(
        ["secret/data/a", "secret/metadata/a", "secret/data/b", "secret/metadata/?list=true"].map(
          async (path) => (await ask(vault, path)).status,
        ),
      );
    expect(await statuses()).toEqual([403, 403, 200, 403]);
    vault.allow();
    expect(await statuses()).toEqual([200, 200, 200, 200]);
  });

  it("is of one namespace, and as an Agent adds a token to what names itself", async () => {
    const vault = await store({ namespace: "team" });
    vault.put("a", {});
    expect((await ask(vault, "secret/data/a")).status).toBe(404);
    expect((await ask(vault, "secret/data/a", { headers: { "x-vault-namespace": "team/" } })).status).toBe(200);
    const agent = await store({ agent: true });
    agent.put("a", {});
    expect((await ask(agent, "secret/data/a", { token: "" })).status).toBe(412);
    const named = { token: "", headers: { "x-vault-request": "true" } };
    expect((await ask(agent, "secret/data/a", named)).status).toBe(200);
  });

  it("lets faults befall the requests that they name", async () => {
    const vault = await store();
    vault.put("a", {});
    vault.fault({ kind: "sealed", operation: "read", times: 1 });
    vault.fault({ kind: "throttle", retryAfter: 3, times: 1 });
    vault.fault({ kind: "redirect", location: "http://127.0.0.1:9", times: 1 });
    const once = () =>
      fetch(`${vault.endpoint}/v1/secret/data/a`, { redirect: "manual", headers: { "x-vault-token": vault.token } });
    expect((await once()).status).toBe(503);
    const slow = await once();
    expect([slow.status, slow.headers.get("retry-after")]).toEqual([429, "3"]);
    const away = await once();
    expect([away.status, away.headers.get("location")]).toEqual([307, "http://127.0.0.1:9/v1/secret/data/a"]);
    expect((await once()).status).toBe(200);
    vault.fault({ kind: "reset" });
    await expect(once()).rejects.toThrow();
    vault.clearFaults();
    expect((await once()).status).toBe(200);
  });
});
