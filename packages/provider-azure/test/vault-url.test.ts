import { describe, expect, it } from "vitest";
import { readConnection } from "../src/connection.ts";
import { fields } from "./support/connection.ts";

function read(more: Parameters<typeof fields>[0]) {
  return readConnection(fields(more));
}

function failure(more: Parameters<typeof fields>[0]) {
  try {
    read(more);
  } catch (thrown) {
    return (thrown as { failure: { code: string; message: string; hint?: string } }).failure;
  }
  throw new Error("It was expected to be refused.");
}

describe("a vault", () => {
  it.each([
    ["contoso", "public", "https://contoso.vault.azure.net"],
    ["Contoso-1", "public", "https://contoso-1.vault.azure.net"],
    ["contoso", "china", "https://contoso.vault.azure.cn"],
    ["contoso", "usgov", "https://contoso.vault.usgovcloudapi.net"],
    ["https://contoso.vault.azure.net", "public", "https://contoso.vault.azure.net"],
    ["https://contoso.vault.azure.net/", "public", "https://contoso.vault.azure.net"],
    ["https://CONTOSO.vault.azure.net:443/", "public", "https://contoso.vault.azure.net"],
  ])("%s in %s is %s", (vault, cloud, origin) => {
    expect(read({ vault, cloud })).toMatchObject({ vault: origin, custom: false, resource: expect.any(String) });
  });

  it.each([
    "https://contoso.vault.azure.net.evil.example",
    "https://evil.example/.vault.azure.net",
    "https://evil.example/contoso.vault.azure.net",
    "https://evil.example?.vault.azure.net",
    "https://evil.example#.vault.azure.net",
    "https://evil.example\\.vault.azure.net",
    "https://contoso.vault.azure.net@evil.example",
    "https://user:password@contoso.vault.azure.net",
    "https://contoso.vault.azure.net:8443",
    "https://contoso.vault.azure.net.",
    "https://contoso.vault.azure.net/secrets",
    "https://contoso.vault.azure.net/../x",
    "https://a.b.vault.azure.net",
    "https://.vault.azure.net",
    "https://vault.azure.net",
    "https://xvault.azure.net",
    "https://contoso.vault-azure.net",
    "https://contoso.vault.аzure.net",
    "https://contoso.vault.azure。net",
    "https://conto\tso.vault.azure.net",
    "https://contoso.vault.azure.net\n",
    "https://contoso%2evault.azure.net",
    "https://xn--contoso.vault.azure.net",
    "https://127.0.0.1",
    "https://0x7f.1",
    "https://[::1]",
    "http://contoso.vault.azure.net",
    "//contoso.vault.azure.net",
    "contoso.vault.azure.net",
    "a",
    "ab",
    "1contoso",
    "contoso-",
    "con--toso",
    "con_toso",
    "a".repeat(25),
    "",
  ])("%j is refused", (vault) => {
    expect(failure({ vault })).toMatchObject({ code: "invalid-connection", hint: expect.any(String) });
  });

  it("of another cloud says which, and a managed HSM what it is", () => {
    expect(failure({ vault: "https://contoso.vault.azure.cn" }).hint).toBe("set cloud=china");
    expect(failure({ vault: "https://contoso.managedhsm.azure.net" })).toMatchObject({ code: "unsupported" });
    expect(failure({ vault: "contoso", cloud: "mars" }).message).toContain("cloud");
    expect(failure({ vault: "contoso", cloud: "constructor" }).message).toContain("cloud");
  });

  it.each([
    ["https://localhost:8443", "https://localhost:8443"],
    ["https://vault.local.azurestack.external/", "https://vault.local.azurestack.external"],
    ["https://10.0.0.7", "https://10.0.0.7"],
  ])("outside the clouds, %s is taken only where that is said", (vault, origin) => {
    expect(failure({ vault }).hint).toContain("customVault");
    expect(read({ vault, customVault: true })).toMatchObject({ vault: origin, custom: true });
  });

  it.each([
    "http://localhost:8443",
    "https://user@localhost",
    "https://localhost/x",
    "https://2130706433",
    "localhost",
  ])("outside the clouds, %s is refused all the same", (vault) => {
    expect(failure({ vault, customVault: true })).toMatchObject({ code: "invalid-connection" });
  });
});

describe("the login", () => {
  it("goes to the cloud's own hosts, or to the one that is given", () => {
    expect(read({}).logins).toEqual(["https://login.microsoftonline.com"]);
    expect(read({ cloud: "usgov" }).logins).toEqual(["https://login.microsoftonline.us"]);
    const own = read({ authorityHost: "https://login.contoso.example/" });
    expect(own.logins).toEqual(["https://login.contoso.example"]);
    expect(own.regionalLogin).toBeUndefined();
  });

  it.each(["http://login.contoso.example", "https://login.contoso.example/tenant", "https://a@login.example", "login"])(
    "does not go to %s",
    (authorityHost) => {
      expect(failure({ authorityHost })).toMatchObject({ code: "invalid-connection" });
    },
  );

  it("asks for tokens for the cloud's vaults, or for what the operator of another says", () => {
    expect(read({}).resource).toBe("https://vault.azure.net");
    expect(read({ cloud: "china" }).resource).toBe("https://vault.azure.cn");
    const stack = { vault: "https://vault.stack.example", customVault: true, resource: "https://vault.stack.example/" };
    expect(read(stack).resource).toBe("https://vault.stack.example");
    expect(failure({ resource: "https://management.azure.com" }).message).toContain("resource");
  });
});
