import { readFileSync } from "node:fs";
import { fittingMethods } from "@keyferry/test-harness/provider-tests";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";

const { manifest } = provider;
const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name);

describe("the manifest", () => {
  it("equals the marker in package.json", () => {
    const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(JSON.parse(text).keyferry.provider).toEqual({ id: manifest.id, apiVersion: manifest.apiVersion });
  });

  it.each([
    [["url", "token"], "token"],
    [["url", "socketPath"], "none"],
    [["url", "role"], "kubernetes"],
    [["url", "role", "jwtFile", "authMount"], "kubernetes"],
    [["url", "roleId"], "app-role"],
    [["url", "roleId", "secretId", "authMount"], "app-role"],
    [["url", "username", "password"], "userpass"],
    [["url", "jwt", "role"], "jwt"],
    [["url", "certificate", "privateKey"], "tls-certificate"],
  ])("fits %j to exactly one way to log in", (given, method) => {
    expect(fittingMethods(manifest, given)).toEqual([method]);
  });

  it("marks every field that says where a login goes", () => {
    const all = [...manifest.fields, ...manifest.auth.flatMap(({ fields }) => fields)];
    const points = all.filter(({ pointsTo }) => pointsTo).map(({ name }) => name);
    expect([...new Set(points)].sort()).toEqual(
      [
        "allowPlainHttp",
        "authMount",
        "caFile",
        "jwtFile",
        "mount",
        "namespace",
        "peers",
        "proxy",
        "role",
        "socketPath",
        "url",
      ].sort(),
    );
  });

  it("keeps every part of a login out of the settings, and offers what the machine has first", () => {
    const sensitive = manifest.auth.flatMap(({ fields }) => fields).filter((field) => field.sensitive);
    expect(names(sensitive).sort()).toEqual(
      ["certificate", "jwt", "password", "privateKey", "roleId", "secretId", "token", "username"].sort(),
    );
    for (const field of sensitive) expect(field).not.toHaveProperty("example");
    expect(manifest.auth.map(({ ambient }) => ambient !== undefined)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it("has unique names within a connection, and patterns that its examples fit", () => {
    for (const { fields } of manifest.auth) {
      const all = [...manifest.fields, ...fields];
      expect(new Set(names(all)).size).toBe(all.length);
      for (const { pattern, example } of all) {
        if (pattern !== undefined) expect(example).toMatch(new RegExp(`^(?:${pattern})$`));
      }
    }
  });
});
