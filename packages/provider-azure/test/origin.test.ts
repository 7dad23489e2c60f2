import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type AzureStore, startAzureStore } from "@keyferry/test-harness/azure";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connection, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";
import { testHost } from "./support/host.ts";

let store: AzureStore;
/** A server that nothing may reach. */
let trap: { readonly url: string; readonly seen: string[]; close(): Promise<void> };

beforeEach(async () => {
  store = await startAzureStore();
  store.put("nas", "canary");
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? "");
    response.end("{}");
  });
  server.on("connect", (request, socket) => {
    seen.push(request.url ?? "");
    socket.end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  trap = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await trap.close();
  await store.close();
});

describe("where a login goes", () => {
  it.each([
    "AZURE_AUTHORITY_HOST",
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "IDENTITY_ENDPOINT",
    "MSI_ENDPOINT",
    "IMDS_ENDPOINT",
    "AZURE_KUBERNETES_TOKEN_PROXY",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "ALL_PROXY",
    "https_proxy",
  ])("is not turned by %s", async (name) => {
    vi.stubEnv(name, trap.url);
    vi.stubEnv("IDENTITY_HEADER", "x");
    vi.stubEnv("MSI_SECRET", "x");
    const session = await open(connection(store));
    expect(await session.check(patient())).toMatchObject({ canList: "yes" });
    await session.dispose();
    expect(trap.seen).toEqual([]);
  });

  it.each(["evil.example/x", "evil", "127.0.0.1:1/x?", "westeurope"])(
    "is not turned by the region %s where the connection names the authority",
    async (region) => {
      vi.stubEnv("AZURE_REGIONAL_AUTHORITY_NAME", region);
      const host = testHost();
      const session = await open(connection(store), host);
      await session.check(patient()).catch(() => {});
      await session.dispose();
      for (const { url } of host.requests) expect([store.vault, store.authorityHost]).toContain(new URL(url).origin);
    },
  );

  it("is not turned by the login's own metadata", async () => {
    store.fault({ kind: "token-endpoint", operation: "OpenIdConfiguration", url: "https://login.evil.example/token" });
    const host = testHost();
    const session = await open(connection(store), host);
    expect(await failureOf(session.check(patient()), store.logins.clientSecret)).toMatchObject({
      code: "invalid-connection",
    });
    await session.dispose();
    for (const { url } of host.requests) expect(url).not.toContain("evil");
  });
});

describe("what the vault's challenge may choose", () => {
  it("is not what the token is for", async () => {
    store.fault({ kind: "challenge", resource: "https://management.azure.com" });
    const session = await open(connection(store));
    const failure = await failureOf(session.check(patient()));
    expect(failure).toMatchObject({ code: "invalid-connection", message: expect.stringContaining("another resource") });
    await session.dispose();
    expect(store.calls.map(({ service }) => service)).toEqual(["vault"]);
  });

  it("is neither where the login goes nor its tenant", async () => {
    store.fault({ kind: "challenge", authorization: `${trap.url}/00000000-0000-0000-0000-000000000000` });
    const session = await open(connection(store));
    expect(await session.check(patient())).toMatchObject({ canList: "yes" });
    await session.dispose();
    expect(trap.seen).toEqual([]);
  });

  it("is nothing at all in a cloud, where its resource is not the vault's", async () => {
    const host = testHost();
    const { request } = host;
    host.request = (asked) =>
      asked.url.startsWith("https://contoso.vault.azure.net/")
        ? Promise.resolve({
            status: 401,
            headers: {
              "www-authenticate":
                'Bearer authorization="https://login.microsoftonline.com/t", resource="https://evil.example"',
            },
            body: new Uint8Array(),
          })
        : request(asked);
    const { customVault: _, ...fields } = connection(store).fields;
    const of = { ...connection(store), fields: { ...fields, vault: "contoso" } };
    const session = await open(of, host);
    expect(await failureOf(session.check(patient()))).toMatchObject({
      code: "invalid-connection",
      message: expect.stringContaining("another place"),
    });
    await session.dispose();
    expect(host.requests).toEqual([]);
  });
});

describe("what is asked", () => {
  it("carries the token to the vault alone, and nothing of the login", async () => {
    const host = testHost();
    const session = await open(connection(store), host);
    await session.fetch([{ name: "nas" }], patient());
    await session.dispose();
    const tokens = host.requests.filter(({ headers }) =>
      Object.keys(headers ?? {}).some((name) => /^authorization$/i.test(name)),
    );
    expect(tokens.map(({ url }) => new URL(url).origin)).toEqual([store.vault]);
    const secrets = host.requests.filter(({ body }) =>
      String(body).includes(encodeURIComponent(store.logins.clientSecret)),
    );
    expect(secrets.map(({ url }) => new URL(url).origin)).toEqual([store.authorityHost]);
  });

  it("names secrets byte by byte as they are, and the version of the API", async () => {
    const host = testHost();
    const session = await open(connection(store), host);
    const version = store.put("nas", "x");
    await session.fetch([{ name: "nas", version }], patient());
    await session.dispose();
    expect(host.requests.at(-1)?.url).toBe(`${store.vault}/secrets/nas/${version}?api%2Dversion=7.4`);
  });

  it("goes through the connection's proxy, the login too", async () => {
    const host = testHost();
    const proxy = "http://proxy.contoso.example:3128";
    const session = await open(connection(store, { proxy }), host);
    await session.check(patient());
    await session.dispose();
    expect(host.requests.length).toBeGreaterThan(3);
    for (const request of host.requests) expect(request).toMatchObject({ proxy, tls: { ca: store.ca } });
  });

  it("is trusted by the CA file alone", async () => {
    const other = await startAzureStore();
    const session = await open(connection(store, { caFile: other.caFile }));
    expect(await failureOf(session.check(patient()))).toMatchObject({ code: "invalid-connection" });
    await session.dispose();
    await other.close();
    expect(store.calls).toEqual([]);
  });
});
