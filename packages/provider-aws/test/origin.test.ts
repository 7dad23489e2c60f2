import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host, HostRequest } from "@keyferry/core/provider";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import provider from "../src/index.ts";
import { connection, KEYS, open, patient } from "./support/connection.ts";
import { type FixtureServer, fixture, startFixtureServer } from "./support/fixture-server.ts";

let trap: FixtureServer;
let home: string;

beforeEach(async () => {
  trap = await startFixtureServer();
  trap.answer({ body: fixture("list-secrets.json") });
  home = mkdtempSync(join(tmpdir(), "keyferry-aws-"));
  vi.stubEnv("HOME", home);
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  writeFileSync(join(home, "config"), "");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
  await trap.close();
});

/** The host of this region is not in the public DNS, so that a test that goes the right way reaches nobody. */
const NOWHERE = "us-isob-east-1";

describe("where a login goes", () => {
  it.each([
    ["AWS_ENDPOINT_URL", () => vi.stubEnv("AWS_ENDPOINT_URL", trap.url)],
    ["AWS_ENDPOINT_URL_SECRETS_MANAGER", () => vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", trap.url)],
    ["endpoint_url", () => writeFileSync(join(home, "config"), `[default]\nendpoint_url = ${trap.url}\n`)],
    [
      "a service's endpoint_url",
      () =>
        writeFileSync(
          join(home, "config"),
          `[default]\nservices = trap\n[services trap]\nsecrets_manager =\n  endpoint_url = ${trap.url}\n`,
        ),
    ],
  ])("is not turned by %s", async (_, set) => {
    set();
    const session = await open(connection({ region: NOWHERE }));
    const context = { signal: AbortSignal.timeout(5_000) };
    await expect(session.check(context)).rejects.toMatchObject({
      failure: { code: expect.stringMatching(/^(invalid-connection|unavailable|cancelled)$/) },
    });
    expect(trap.seen).toHaveLength(0);
    await session.dispose();
  });

  it("is the connection's endpoint where it has one, whatever the variables say", async () => {
    const other = await startFixtureServer();
    other.answer({ body: fixture("list-secrets.json") });
    vi.stubEnv("AWS_ENDPOINT_URL", trap.url);
    vi.stubEnv("AWS_REGION", "us-east-1");
    vi.stubEnv("AWS_USE_FIPS_ENDPOINT", "true");
    vi.stubEnv("AWS_MAX_ATTEMPTS", "5");
    const session = await open(connection({ endpoint: other.url }));
    await session.check({ signal: new AbortController().signal });
    expect([other.seen.length, trap.seen.length]).toEqual([1, 0]);
    expect(other.seen[0]?.headers.authorization).toContain("/eu-west-1/secretsmanager/");
    await session.dispose();
    await other.close();
  });
});

describe("a connection that must not be opened", () => {
  it.each([
    ["no region", { region: "" }],
    ["a region that is none", { region: "evil.example/x" }],
    ["a region with a dot", { region: "eu-west-1.evil.example" }],
    ["plain http to another machine", { endpoint: "http://aws.example" }],
    ["plain http to a look-alike", { endpoint: "http://127.0.0.1.evil.example" }],
    ["a login in the endpoint", { endpoint: "https://user:canary-password-7Q@aws.example" }],
    ["a query in the endpoint", { endpoint: "https://aws.example/?x=1" }],
    ["another protocol", { endpoint: "ftp://aws.example" }],
    ["no URL", { endpoint: "aws.example" }],
    ["plain http for STS", { stsEndpoint: "http://sts.example" }],
    ["FIPS beside an endpoint", { endpoint: "https://aws.example", fips: true }],
    ["dual-stack beside an endpoint", { endpoint: "https://aws.example", dualstack: true }],
    ["a login in the proxy", { proxy: "http://user:canary-password-7Q@proxy.example:3128" }],
    ["a proxy that is no address", { proxy: "proxy.example:3128" }],
    ["a CA file without its folder", { caFile: "ca.pem" }],
    ["a CA file that is missing", { caFile: "/nowhere/canary-password-7Q.pem" }],
    ["a CA file that is none", { caFile: fileURLToPath(new URL("../package.json", import.meta.url)) }],
  ])("%s", async (_, fields) => {
    const thrown = await open(connection(fields)).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ failure: { code: "invalid-connection" } });
    expect(JSON.stringify(thrown)).not.toContain("canary");
  });

  it.each(["http://localhost:4599", "http://127.0.0.1:4599", "http://[::1]:4599", "https://aws.example/path"])(
    "but %s may be opened",
    async (endpoint) => {
      const session = await open(connection({ endpoint }));
      await session.dispose();
    },
  );
});

describe("the way to AWS", () => {
  let asked: HostRequest[];
  const host: Host = {
    log() {},
    request: async (request) => {
      asked.push(request);
      return { status: 200, headers: {}, body: Buffer.from('{"SecretList":[]}') };
    },
  };
  beforeEach(() => {
    asked = [];
  });

  it("goes through the connection's proxy, trusts its CA alone, and heeds no variable", async () => {
    const ca = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
    const caFile = join(home, "ca.pem");
    writeFileSync(caFile, ca);
    vi.stubEnv("HTTPS_PROXY", trap.url);
    const proxied = await provider.open(connection({ proxy: "http://proxy.example:3128", caFile }), host, patient());
    const direct = await provider.open(connection(), host, patient());
    await proxied.list({}, patient());
    await direct.list({}, patient());
    expect(asked.map(({ url, proxy, tls }) => [url, proxy, tls])).toEqual([
      ["https://secretsmanager.eu-west-1.amazonaws.com/", "http://proxy.example:3128", { ca }],
      ["https://secretsmanager.eu-west-1.amazonaws.com/", undefined, undefined],
    ]);
  });

  it.each([
    ["default-chain", {}, {}],
    ["profile", { profileName: "backup" }, {}],
    ["assume-role", { roleArn: "arn:aws:iam::111122223333:role/backup" }, KEYS],
  ])("is refused where the login of %s would go past it", async (method, fields, credentials) => {
    for (const way of [{ proxy: "http://proxy.example:3128" }, { caFile: "/etc/ssl/ca.pem" }]) {
      const opening = provider.open(connection(way, { method, fields }, credentials), host, patient());
      await expect(opening).rejects.toMatchObject({ failure: { code: "invalid-connection" } });
    }
    expect(asked).toEqual([]);
  });

  it("is refused for plain http through a proxy, whose own machine a loopback address would mean", async () => {
    const session = await open(connection({ endpoint: trap.url, proxy: trap.url }));
    await expect(session.check(patient())).rejects.toMatchObject({ failure: { code: "invalid-connection" } });
    expect(trap.seen).toHaveLength(0);
    await session.dispose();
  });
});
