import { generateKeyPairSync } from "node:crypto";
import { request } from "node:http";
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
} from "@azure/identity";
import { describe, expect, it } from "vitest";
import { client, failureOf, sdkOptions, secretCredential, store } from "./harness.ts";

const scope = (azure: { readonly resource: string }) => `${azure.resource}/.default`;

describe("the login, as the SDK sees it", () => {
  it("takes the client secret, and no other", async () => {
    const azure = await store();
    expect(await secretCredential(azure).getToken(scope(azure))).toMatchObject({
      token: expect.stringMatching(/^eyJ/),
    });
    const { tenantId, clientId } = azure.logins;
    const wrong = new ClientSecretCredential(tenantId, clientId, "wrong", sdkOptions(azure));
    expect(String((await failureOf(wrong.getToken(scope(azure)))).message)).toContain("AADSTS7000215");
    const nobody = new ClientSecretCredential(tenantId, tenantId, "wrong", sdkOptions(azure));
    expect(String((await failureOf(nobody.getToken(scope(azure)))).message)).toContain("AADSTS700016");
    const elsewhere = await failureOf(secretCredential(azure).getToken("https://graph.microsoft.com/.default"));
    expect(String(elsewhere.message)).toContain("AADSTS500011");
  });

  it("proves the certificate's assertion", async () => {
    const azure = await store();
    const { tenantId, clientId, certificate } = azure.logins;
    const login = (pem: string) =>
      new ClientCertificateCredential(tenantId, clientId, { certificate: pem }, sdkOptions(azure)).getToken(
        scope(azure),
      );
    expect((await login(certificate)).token).toMatch(/^eyJ/);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const [own = ""] = certificate.split("-----BEGIN PRIVATE KEY");
    const forged = own + privateKey.export({ type: "pkcs8", format: "pem" });
    expect(String((await failureOf(login(forged))).message)).toContain("AADSTS700027");
    const other = await store();
    expect(String((await failureOf(login(other.logins.certificate))).message)).toContain("AADSTS700027");
  });

  it("trusts one issuer's tokens, for one subject and in their time", async () => {
    const azure = await store();
    const { tenantId, clientId } = azure.logins;
    const login = (assertion: string) =>
      new ClientAssertionCredential(tenantId, clientId, async () => assertion, sdkOptions(azure)).getToken(
        scope(azure),
      );
    expect((await login(azure.logins.federatedToken())).token).toMatch(/^eyJ/);
    const refusals = [
      [azure.logins.federatedToken("someone"), "AADSTS700213"],
      [azure.logins.federatedToken(undefined, -1), "AADSTS700024"],
      [`${azure.logins.federatedToken()}x`, "AADSTS700211"],
    ] as const;
    for (const [assertion, number] of refusals) {
      expect(String((await failureOf(login(assertion))).message)).toContain(number);
    }
  });

  it("waits for a person to enter the code", async () => {
    const azure = await store();
    const { tenantId, clientId } = azure.logins;
    const codes: string[] = [];
    const credential = new DeviceCodeCredential({
      ...sdkOptions(azure),
      tenantId,
      clientId,
      userPromptCallback: ({ userCode }) => void codes.push(userCode),
    });
    const waiting = client(azure, credential).getSecret("nas");
    const ended = failureOf(waiting);
    await expect.poll(() => azure.calls.some(({ refused }) => refused === "AADSTS70016")).toBe(true);
    azure.logins.approve(codes[0] ?? "");
    expect(await ended).toMatchObject({ code: "SecretNotFound" });
  });

  it("answers a fault about it, wherever it stands", async () => {
    const azure = await store();
    azure.fault({ kind: "login-refused", number: 7000222 });
    expect(String((await failureOf(secretCredential(azure).getToken(scope(azure)))).message)).toContain("7000222");
  });
});

describe("the endpoint of a managed identity", () => {
  const ask = (url: string, headers: Record<string, string>) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly body: string }>();
    request(url, { headers, agent: false }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        body += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
    return promise;
  };

  it("gives a token to whoever knows its header", async () => {
    const azure = await store();
    const { identityHost, identityEndpoint, identityHeader, identityClientId, tenantId } = azure.logins;
    const machine = `${identityHost}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${azure.resource}`;
    expect((await ask(machine, {})).status).toBe(400);
    expect(JSON.parse((await ask(machine, { Metadata: "true" })).body)).toMatchObject({ client_id: identityClientId });
    expect((await ask(`${machine}&client_id=${tenantId}`, { Metadata: "true" })).body).toContain("Identity not found");
    const app = `${identityEndpoint}?api-version=2019-08-01&resource=${azure.resource}`;
    expect((await ask(app, { "X-IDENTITY-HEADER": "wrong" })).status).toBe(400);
    expect((await ask(app, { "X-IDENTITY-HEADER": identityHeader })).status).toBe(200);
  });
});
