import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { address } from "../src/address.ts";
import { fields } from "./support/connection.ts";

const VAULT = "https://contoso-backup.vault.azure.net";
const VERSION = "0123456789abcdef0123456789abcdef";

describe("a name", () => {
  it.each([
    ["nas", "nas"],
    ["Backup-NAS-1", "backup-nas-1"],
    ["-", "-"],
    ["0", "0"],
    ["a".repeat(127), "a".repeat(127)],
  ])("%s has its canonical form in small letters", (text, name) => {
    expect(address(text, fields())).toEqual({ ok: true, name });
  });

  it.each([
    ["", /1 to 127/],
    ["a".repeat(128), /128 characters/],
    ["backup/nas", /character 7 .*U\+002F/],
    ["a.b", /U\+002E/],
    ["..", /U\+002E/],
    ["a%2fb", /U\+0025/],
    ["nas?x", /U\+003F/],
    ["nas#x", /U\+0023/],
    ["nas\n", /U\+000A/],
    ["nas\u202e", /U\+202E/],
    ["\ud800", /U\+D800/],
    ["ñas", /U\+00F1/],
    ["😀", /U\+1F600/],
    ["with space", /character 5/],
    ["under_score", /U\+005F/],
  ])("%j is refused", (text, message) => {
    const result = address(text, fields());
    expect(result).toMatchObject({ ok: false, error: { code: "invalid-address", hint: expect.any(String) } });
    expect(result.ok ? "" : result.error.message).toMatch(message);
  });

  it("is its own canonical form, whatever it is, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const result = address(text, fields());
        if (result.ok) expect(address(result.name, fields())).toEqual(result);
      }),
    );
  });
});

describe("an identifier", () => {
  it.each([
    `${VAULT}/secrets/NAS`,
    `${VAULT}/secrets/nas/`,
    "https://Contoso-Backup.Vault.Azure.Net/Secrets/Nas",
    `${VAULT}:443/secrets/nas`,
  ])("%s is its name", (text) => {
    expect(address(text, fields())).toEqual({ ok: true, name: "nas" });
  });

  it("is taken with the address of the connection's vault in any form", () => {
    expect(address(`${VAULT}/secrets/nas`, fields({ vault: `${VAULT}/` }))).toEqual({ ok: true, name: "nas" });
    const china = fields({ cloud: "china" });
    expect(address("https://contoso-backup.vault.azure.cn/secrets/nas", china)).toEqual({ ok: true, name: "nas" });
    const own = fields({ vault: "https://localhost:8443", customVault: true });
    expect(address("https://localhost:8443/secrets/nas", own)).toEqual({ ok: true, name: "nas" });
  });

  it("with a version says how to pin it", () => {
    expect(address(`${VAULT}/secrets/nas/${VERSION}`, fields())).toMatchObject({
      ok: false,
      error: { code: "invalid-address", hint: expect.stringContaining("?version=") },
    });
  });

  it.each([
    ["another vault", "https://other.vault.azure.net/secrets/nas"],
    ["a look-alike", "https://contoso-backup.vault.azure.net.evil.example/secrets/nas"],
    ["a login", "https://user@contoso-backup.vault.azure.net/secrets/nas"],
    ["another port", `${VAULT}:444/secrets/nas`],
    ["a trailing dot", "https://contoso-backup.vault.azure.net./secrets/nas"],
    ["plain http", "http://contoso-backup.vault.azure.net/secrets/nas"],
    ["a key", `${VAULT}/keys/nas`],
    ["no name", `${VAULT}/secrets/`],
    ["a climb", `${VAULT}/secrets/..`],
    ["an escaped climb", `${VAULT}/secrets/%2e%2e`],
    ["a query", `${VAULT}/secrets/nas?api-version=7.4`],
    ["a fragment", `${VAULT}/secrets/nas#x`],
    ["a short version", `${VAULT}/secrets/nas/0123`],
  ])("of %s is refused", (_, text) => {
    expect(address(text, fields())).toMatchObject({ ok: false, error: { code: "invalid-address" } });
  });
});
