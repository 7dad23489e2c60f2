import { startVaultStore } from "@keyferry/test-harness/vault";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { connection, listAll, open, patient, toStore } from "./support/connection.ts";

function rules(names: readonly string[], more = {}): Map<string, string> {
  const to = connection({ url: "https://vault.example.com/v1/secret/", kvVersion: "2", ...more });
  const documents = provider.policy(
    names.map((name) => ({ name })),
    to,
  );
  for (const { language } of documents) expect(language).toBe("hcl");
  const found = documents.flatMap(({ text }) => [
    ...text.matchAll(/^path ("(?:[^"\\]|\\.)*") \{\n {2}capabilities = \["(\w+)"\]\n\}$/gm),
  ]);
  return new Map(found.map(([, path = '""', capability = ""]) => [JSON.parse(path), capability]));
}

const OWN = ["auth/token/lookup-self", "auth/token/renew-self", "auth/token/revoke-self"];

describe("policy", () => {
  it("names every secret once, and lists the mount's names alone", () => {
    expect([...rules(["app/db", "app/db", 'odd"name'])]).toEqual([
      ["secret/metadata/*", "list"],
      ["secret/data/app/db", "read"],
      ["secret/metadata/app/db", "read"],
      ['secret/data/odd"name', "read"],
      ['secret/metadata/odd"name', "read"],
      ["auth/token/lookup-self", "read"],
      ["auth/token/renew-self", "update"],
      ["auth/token/revoke-self", "update"],
    ]);
  });

  it("gives the right to list alone where no secret is named", () => {
    expect([...rules([]).keys()]).toEqual(["secret/metadata/*", ...OWN]);
  });

  it("writes KV version 1 as what it is, and both where Vault is asked", () => {
    const url = "https://vault.example.com";
    expect([...rules(["a"], { url, mount: "team/kv/", kvVersion: "1" }).keys()]).toEqual([
      "team/kv/*",
      "team/kv/a",
      ...OWN,
    ]);
    expect([...rules(["a"], { kvVersion: "auto" }).keys()]).toEqual([
      "secret/metadata/*",
      "secret/data/a",
      "secret/metadata/a",
      "secret/*",
      "secret/a",
      ...OWN,
    ]);
  });

  it("never lets a name become a pattern", () => {
    for (const name of ["a*", "a/+/b", "+", "{{identity.entity.id}}"]) {
      expect([...rules([name]).keys()]).toEqual(["secret/metadata/*", ...OWN]);
    }
  });

  it("names the namespace that it is for, and survives a connection without a mount", () => {
    const documents = provider.policy([{ name: "a" }], connection({ url: "::", namespace: "team" }));
    for (const { title } of documents) expect(title).toContain("in namespace team");
    expect(documents[0]?.text).toContain('"MOUNT/metadata/*"');
  });

  it.each([
    ["secret", "2"],
    ["kv", "1"],
  ] as const)("allows all that is asked of the mount %s", async (mount, kvVersion) => {
    const store = await startVaultStore();
    store.put("app/db", { v: "1" }, { mount });
    store.put("x", { v: "1" }, { mount });
    const to = toStore(store, { url: `${store.endpoint}/v1/${mount}` });
    const { roleId, secretId } = store.credentials;
    const session = await open({ ...to, auth: { method: "app-role", fields: {} }, credentials: { roleId, secretId } });
    await session.check(patient());
    await listAll(session);
    await session.describe?.({ name: "app/db" }, patient());
    await session.fetch([{ name: "app/db" }], patient());
    await session.dispose();
    await store.close();
    const allowed = rules(["app/db"], { url: `https://vault.example.com/v1/${mount}`, kvVersion });
    const needed = store.calls
      .filter(({ operation }) => operation !== "login" && operation !== "mounts")
      .map(({ method, operation, path }) => [
        path,
        operation === "list" ? "list" : method === "GET" ? "read" : "update",
      ]);
    expect(needed.length).toBeGreaterThan(5);
    for (const [path = "", capability] of needed) {
      const rule = [...allowed].find(
        ([of, may]) => may === capability && (of === path || (of.endsWith("*") && path.startsWith(of.slice(0, -1)))),
      );
      expect([path, rule?.[1]]).toEqual([path, capability]);
    }
  });
});
