import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";

const { manifest } = provider;
const all = [...manifest.fields, ...manifest.auth.flatMap(({ fields }) => fields)];

describe("the manifest", () => {
  it("says what the package's marker says", () => {
    const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    const { id, apiVersion } = manifest;
    expect(JSON.parse(text).keyferry.provider).toEqual({ id, apiVersion });
  });

  it("makes everything that says where credentials go a part of the origin", () => {
    const pointing = all.filter(({ pointsTo }) => pointsTo).map(({ name }) => name);
    expect([...new Set(pointing)].sort()).toEqual([
      "authorityHost",
      "caFile",
      "cloud",
      "customVault",
      "proxy",
      "resource",
      "tenantId",
      "vault",
    ]);
  });

  it("asks for the vault, by its name or its address", () => {
    const needed = manifest.fields.filter(({ required, default: usual }) => required && usual === undefined);
    expect(needed.map(({ name }) => name)).toEqual(["vault"]);
    const form = new RegExp(`^(?:${needed[0]?.pattern})$`);
    for (const vault of ["contoso-backup", "https://contoso-backup.vault.azure.net/"]) expect(vault).toMatch(form);
    expect("contoso backup").not.toMatch(form);
  });

  it("offers the logins that need no stored credential first, with what they read", () => {
    const ids = manifest.auth.map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual(["managed-identity", "workload-identity", "azure-cli"]);
    for (const { ambient, fields } of manifest.auth) {
      if (ambient !== undefined) expect(fields.some(({ sensitive }) => sensitive)).toBe(false);
    }
    const [identity] = manifest.auth;
    expect(identity?.ambient?.variables).toContain("IDENTITY_ENDPOINT");
  });

  it("has patterns that fit their examples", () => {
    for (const { pattern, example } of all) {
      if (pattern !== undefined && example !== undefined) expect(example).toMatch(new RegExp(`^(?:${pattern})$`));
    }
  });

  it("can be told by the required fields which login is meant", () => {
    const required = manifest.auth.map(({ fields }) => fields.filter((one) => one.required).map(({ name }) => name));
    const texts = required.filter((names) => names.length > 1).map((names) => names.join());
    expect(new Set(texts).size).toBe(texts.length);
  });
});
