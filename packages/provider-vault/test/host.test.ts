import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyferry, type Keyferry } from "@keyferry/core";
import { startVaultStore, type VaultStore } from "@keyferry/test-harness/vault";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import provider from "../src/index.ts";

let store: VaultStore;
let folder = "";
let keyferry: Keyferry;

beforeEach(async () => {
  store = await startVaultStore();
  folder = await mkdtemp(join(tmpdir(), "keyferry-vault-"));
  const { roleId, secretId } = store.credentials;
  keyferry = await createKeyferry({
    settings: join(folder, "settings", "settings.json"),
    env: { ROLE: roleId, SECRET: secretId },
    plugins: [provider],
  });
  await keyferry.connections.create({
    name: "prod",
    provider: "vault",
    fields: { url: `${store.endpoint}/v1/secret/` },
    sources: { roleId: "env:ROLE", secretId: "env:SECRET" },
  });
});

afterEach(async () => {
  await keyferry.dispose();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const job = { program: "/bin/true", args: [] };

describe("in the host", () => {
  it("checks, lists, resolves and revokes its login, over the host's own requests", async () => {
    const name = "app/ö b;c'(d)!";
    store.put(name, '{"port":12345678901234567890,"password":"p"}');
    expect(await keyferry.connections.check("prod")).toMatchObject({ canList: "yes", identity: "approle" });
    const listed: string[] = [];
    for await (const secret of keyferry.connections.names("prod")) listed.push(secret.name);
    expect(listed).toEqual([name]);
    expect(await keyferry.secrets.keys("prod", name)).toEqual({ kind: "fields", keys: ["port", "password"] });
    const reference = `keyferry://prod/${encodeURIComponent(name)}#port`;
    const resolved = await keyferry.resolveAdHoc({ env: { PORT: reference }, job });
    expect(resolved.uses).toMatchObject([{ ok: true, version: "1" }]);
    await keyferry.dispose();
    expect(store.openLogins()).toBe(0);
    expect(store.calls.filter(({ operation }) => operation === "login")).toHaveLength(1);
    expect(store.writes).toEqual([]);
  });

  it("logs in anew, once, where the login has ended", async () => {
    store.put("a", { v: "1" });
    await keyferry.connections.check("prod");
    store.expireTokens();
    expect((await keyferry.resolveAdHoc({ env: { V: "keyferry://prod/a#v" }, job })).uses).toMatchObject([
      { ok: true },
    ]);
    expect(store.calls.filter(({ operation }) => operation === "login")).toHaveLength(2);
  });

  it("asks again what is stale, and gives up on what stays sealed", async () => {
    store.put("a", { v: "1" });
    const body = '{"errors":["required index state not present"]}';
    store.fault({ kind: "http-status", status: 412, body, operation: "read", times: 1 });
    expect((await keyferry.resolveAdHoc({ env: { V: "keyferry://prod/a#v" }, job })).uses).toMatchObject([
      { ok: true },
    ]);
    store.fault({ kind: "sealed", operation: "read" });
    await expect(keyferry.resolveAdHoc({ env: { V: "keyferry://prod/a#v" }, job })).rejects.toMatchObject({
      failures: [{ code: "unavailable", message: "Vault is sealed", connection: "prod" }],
    });
  });
});
