import { readdirSync, readFileSync } from "node:fs";
import { modulesLoaded } from "@keyferry/test-harness/provider-tests";
import { describe, expect, it } from "vitest";
import { fixture, startFixtureServer } from "./support/fixture-server.ts";

const ENTRY = new URL("../src/index.ts", import.meta.url).href;

const loadedBy = (body: string) => modulesLoaded(ENTRY, body);

const HOST = new URL("../../core/src/connections/request.ts", import.meta.url).href;

/** Opens a session with one login, and lists by it. The variables give the chain a key. */
const listBy = (auth: object, credentials: object, endpoint: string) => `
  const { createHost } = await import(${JSON.stringify(HOST)});
  const { host, close } = createHost({ connection: "prod", redact: (text) => text });
  const context = { signal: new AbortController().signal };
  const fields = { region: "eu-west-1", endpoint: ${JSON.stringify(endpoint)} };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" });
  const session = await provider.open({ name: "prod", fields, auth: ${JSON.stringify(auth)},
    credentials: ${JSON.stringify(credentials)} }, host, context);
  await session.list({}, context);
  close();`;

const sdk = (urls: readonly string[]) => urls.filter((url) => /@aws-sdk|@smithy/.test(url));

describe("loading the provider", () => {
  it("loads no SDK, nor do its pure calls", async () => {
    const loaded = await loadedBy(`
      const connection = { name: "prod", fields: { region: "eu-west-1" }, auth: { method: "access-key", fields: {} } };
      provider.address("db", connection); provider.policy([{ name: "db" }], connection);`);
    expect(loaded.some((url) => url.endsWith("/src/index.ts"))).toBe(true);
    expect(sdk(loaded)).toEqual([]);
    expect(loaded.filter((url) => /tsyringe|reflect/i.test(url))).toEqual([]);
  });

  it.each([
    ["access-key", { accessKeyId: "a", secretAccessKey: "b" }, false],
    ["session-token", { accessKeyId: "a", secretAccessKey: "b", sessionToken: "c" }, false],
    ["default-chain", {}, true],
  ])("lists by %s with no more of the SDK than the login needs", async (method, credentials, needsSdk) => {
    const server = await startFixtureServer();
    server.answer({ body: fixture("list-secrets.json") });
    const loaded = await loadedBy(listBy({ method, fields: {} }, credentials, server.url));
    await server.close();
    expect(server.seen.map(({ call }) => call)).toEqual(["ListSecrets"]);
    expect(loaded.some((url) => url.includes("/aws4/"))).toBe(true);
    expect(sdk(loaded).length > 0).toBe(needsSdk);
    expect(loaded.filter((url) => url.includes("/client-secrets-manager/"))).toEqual([]);
  });

  it("has one module that names the SDK", () => {
    const folder = new URL("../src/", import.meta.url);
    const naming = readdirSync(folder).filter((file) =>
      /["']@(aws-sdk|smithy)/.test(readFileSync(new URL(file, folder), "utf8")),
    );
    expect(naming).toEqual(["login-provider.ts"]);
  });
});
