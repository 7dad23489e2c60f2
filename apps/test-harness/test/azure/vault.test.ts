import { describe, expect, it } from "vitest";
import { client, failureOf, raw, secretCredential, store } from "./harness.ts";

async function bearer(azure: Awaited<ReturnType<typeof store>>) {
  const token = await secretCredential(azure).getToken(`${azure.resource}/.default`);
  return { authorization: `Bearer ${token?.token}` };
}

describe("the vault, as the SDK sees it", () => {
  it("asks for a login first, and gives values and versions then", async () => {
    const azure = await store();
    const first = azure.put("NAS", "old", { contentType: "text/plain", tags: { a: "b" } });
    const second = azure.put("nas", "new");
    const sdk = client(azure);
    expect(await sdk.getSecret("nas")).toMatchObject({ name: "NAS", value: "new", properties: { version: second } });
    expect(await sdk.getSecret("Nas", { version: first })).toMatchObject({
      value: "old",
      properties: { contentType: "text/plain", tags: { a: "b" }, enabled: true },
    });
    expect(azure.calls.filter(({ service }) => service === "vault").map(({ status }) => status)).toEqual([
      401, 200, 200,
    ]);
  });

  it("lists page by page, without values", async () => {
    const azure = await store();
    for (let index = 0; index < 60; index++) azure.put(`s${index}`, "value");
    const names: string[] = [];
    for await (const page of client(azure).listPropertiesOfSecrets().byPage({ maxPageSize: 25 })) {
      names.push(...page.map(({ name }) => name));
      expect(JSON.stringify(page)).not.toContain("value");
    }
    expect(names).toHaveLength(60);
    expect(azure.calls.filter(({ operation, withToken }) => operation === "ListSecrets" && withToken)).toHaveLength(3);
  });

  it("keeps deleted secrets apart", async () => {
    const azure = await store();
    azure.put("nas", "x");
    azure.delete("nas");
    const sdk = client(azure);
    expect(await failureOf(sdk.getSecret("nas"))).toMatchObject({ statusCode: 404, code: "SecretNotFound" });
    expect(await sdk.getDeletedSecret("nas")).toMatchObject({ name: "nas", recoveryId: expect.any(String) });
    azure.remove("nas");
    expect(await failureOf(sdk.getDeletedSecret("nas"))).toMatchObject({ statusCode: 404 });
  });

  it("refuses disabled secrets, and gives those outside their dates", async () => {
    const azure = await store();
    azure.put("off", "x", { enabled: false });
    azure.put("old", "x", { expires: new Date(0) });
    const sdk = client(azure);
    expect(await failureOf(sdk.getSecret("off"))).toMatchObject({
      statusCode: 403,
      details: { error: { innerError: { code: "SecretDisabled" } } },
    });
    expect((await sdk.getSecret("old")).value).toBe("x");
  });

  it("denies what was denied, and counts what would write", async () => {
    const azure = await store();
    azure.put("nas", "x");
    azure.deny({ action: "getSecret", name: "nas" });
    const sdk = client(azure);
    expect(await failureOf(sdk.getSecret("nas"))).toMatchObject({
      details: { error: { innerError: { code: "ForbiddenByRbac" } } },
    });
    azure.allow();
    expect((await sdk.getSecret("nas")).value).toBe("x");
    expect(azure.writes).toEqual([]);
    expect(await failureOf(sdk.setSecret("nas", "y"))).toMatchObject({ statusCode: 403 });
    expect(azure.writes.length).toBeGreaterThan(0);
    expect(azure.calls.at(-1)?.name).toBe("nas");
  });

  it("compares a challenge with the host unless it is told not to", async () => {
    const azure = await store();
    const sdk = client(azure, undefined, { disableChallengeResourceVerification: false });
    expect(await failureOf(sdk.getSecret("nas"))).toMatchObject({
      message: expect.stringContaining("challenge resource"),
    });
  });
});

describe("the vault, byte by byte", () => {
  it("wants a token, of its own tenant, for itself, and in its time", async () => {
    const azure = await store();
    const other = await store();
    const url = `${azure.vault}/secrets?api-version=7.4`;
    const none = await raw(azure, url);
    expect([none.status, none.headers["www-authenticate"]]).toEqual([
      401,
      `Bearer authorization="${azure.authorityHost}/${azure.logins.tenantId}", resource="https://vault.azure.net"`,
    ]);
    expect((await raw(azure, url, "GET", await bearer(other))).body).toContain("AKV10032");
    const own = await bearer(azure);
    expect((await raw(azure, url, "GET", own)).status).toBe(200);
    azure.expireTokens();
    expect((await raw(azure, url, "GET", own)).body).toContain("TokenExpired");
  });

  it.each([
    ["no version of the API", "/secrets", 400],
    ["an unknown version", "/secrets?api-version=1.0", 400],
    ["too large a page", "/secrets?api-version=7.4&maxresults=26", 400],
    ["a token of a page that is none", "/secrets?api-version=7.4&$skiptoken=x", 400],
    ["an escaped name", "/secrets/n%61s?api-version=7.4", 403],
    ["a doubled slash", "//secrets/nas?api-version=7.4", 403],
    ["a short version", "/secrets/nas/0123?api-version=7.4", 403],
    ["another collection", "/keys?api-version=7.4", 403],
  ])("refuses %s", async (_, path, status) => {
    const azure = await store();
    azure.put("nas", "x");
    expect((await raw(azure, `${azure.vault}${path}`, "GET", await bearer(azure))).status).toBe(status);
  });

  it("notes neither values nor tokens", async () => {
    const azure = await store();
    azure.put("nas", "canary-value");
    await client(azure).getSecret("nas");
    const noted = JSON.stringify(azure.calls.map((call) => ({ ...call, actions: [...call.actions] })));
    expect(noted).toContain("getSecret");
    for (const secret of ["canary-value", azure.logins.clientSecret, "eyJ"]) expect(noted).not.toContain(secret);
  });
});
