import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenConnection } from "@keyferry/core/provider";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connection, KEYS, open, patient } from "./support/connection.ts";
import { type FixtureServer, fixture, startFixtureServer } from "./support/fixture-server.ts";
import { leaks } from "./support/leaks.ts";

const ROLE = "arn:aws:iam::111122223333:role/backup";

let server: FixtureServer;
let home: string;

/** The variables of an ambient login, pointing to files of this test alone; the cloud's metadata service is off. */
beforeEach(async () => {
  server = await startFixtureServer();
  home = mkdtempSync(join(tmpdir(), "keyferry-aws-"));
  for (const name of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "credentials"));
  vi.stubEnv("HOME", home);
  writeFileSync(join(home, "config"), "");
  writeFileSync(join(home, "credentials"), "");
  server.answer(({ call }) => ({ body: fixture(call === "ListSecrets" ? "list-secrets.json" : "assume-role.xml") }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
  await server.close();
});

const auth = (method: string, fields: OpenConnection["auth"]["fields"] = {}) => ({ method, fields });

async function check(of: OpenConnection) {
  const session = await open(of);
  try {
    return await session.check(patient());
  } finally {
    await session.dispose();
  }
}

/** The access key and the token that the listing was signed with. */
function signedWith() {
  const { headers } = server.seen.find(({ call }) => call === "ListSecrets") ?? {};
  return [/Credential=([^/]+)/.exec(headers?.authorization ?? "")?.[1], headers?.["x-amz-security-token"]];
}

describe("the ways to log in", () => {
  it("an access key, whatever the surroundings offer", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAOTHER");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "other");
    vi.stubEnv("AWS_SESSION_TOKEN", "other");
    vi.stubEnv("AWS_PROFILE", "missing");
    writeFileSync(join(home, "config"), "[profile broken\nthis is no AWS file");
    await check(connection({ endpoint: server.url }));
    expect(signedWith()).toEqual(["AKIACANARY7Q", undefined]);
  });

  it("a temporary key with its token", async () => {
    const credentials = { ...KEYS, sessionToken: "canary-session-token-7Q" };
    await check(connection({ endpoint: server.url }, auth("session-token"), credentials));
    expect(signedWith()).toEqual(["AKIACANARY7Q", "canary-session-token-7Q"]);
  });

  it("a named profile, and no other", async () => {
    vi.stubEnv("AWS_PROFILE", "other");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAOTHER");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "other");
    const file =
      "[other]\naws_access_key_id=AKIAOTHER\naws_secret_access_key=x\n[backup]\naws_access_key_id=AKIABACKUP\naws_secret_access_key=x\n";
    writeFileSync(join(home, "credentials"), file);
    await check(connection({ endpoint: server.url }, auth("profile", { profileName: "backup" }), {}));
    expect(signedWith()[0]).toBe("AKIABACKUP");
  });

  it("a profile that assumes a role does so where the connection points, not where the file says", async () => {
    const trap = await startFixtureServer();
    writeFileSync(
      join(home, "config"),
      `[profile base]\naws_access_key_id=AKIABASE\naws_secret_access_key=x\n[profile backup]\nrole_arn=${ROLE}\nsource_profile=base\nendpoint_url=${trap.url}\n`,
    );
    vi.stubEnv("AWS_ENDPOINT_URL_STS", trap.url);
    await check(connection({ endpoint: server.url }, auth("profile", { profileName: "backup" }), {}));
    expect(server.seen.map(({ call }) => call)).toEqual(["AssumeRole", "ListSecrets"]);
    expect(signedWith()).toEqual(["ASIACANARYROLE7Q", "canary-role-token-7Q"]);
    expect(trap.seen).toHaveLength(0);
    await trap.close();
  });

  it("the SDK's own chain", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIACHAIN");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
    await check(connection({ endpoint: server.url }, auth("default-chain"), {}));
    expect(signedWith()[0]).toBe("AKIACHAIN");
  });

  it("a role, assumed at the connection's endpoint, with its end", async () => {
    const fields = { roleArn: ROLE, sessionName: "nightly", externalId: "customer-7", durationSeconds: 900 };
    const result = await check(connection({ endpoint: server.url }, auth("assume-role", fields)));
    expect(result).toMatchObject({ canList: "yes", expiresAt: "2099-01-01T00:00:00.000Z", renewable: true });
    const [assume] = server.seen;
    expect(Object.fromEntries(new URLSearchParams(assume?.body))).toMatchObject({
      Action: "AssumeRole",
      RoleArn: ROLE,
      RoleSessionName: "nightly",
      ExternalId: "customer-7",
      DurationSeconds: "900",
    });
    expect(assume?.headers.authorization).toContain("Credential=AKIACANARY7Q/");
    expect(assume?.headers.authorization).toContain("/eu-west-1/sts/aws4_request");
    expect(signedWith()).toEqual(["ASIACANARYROLE7Q", "canary-role-token-7Q"]);
  });

  it("a role, assumed at an STS endpoint of its own, once for calls at once", async () => {
    const sts = await startFixtureServer();
    sts.answer({ body: fixture("assume-role.xml") });
    const more = { endpoint: server.url, stsEndpoint: sts.url };
    const session = await open(connection(more, auth("assume-role", { roleArn: ROLE })));
    await Promise.all([session.list({}, patient()), session.list({}, patient()), session.check(patient())]);
    expect(sts.seen.map(({ call }) => call)).toEqual(["AssumeRole"]);
    expect(server.seen.map(({ call }) => call)).toEqual(["ListSecrets", "ListSecrets", "ListSecrets"]);
    await session.dispose();
    await sts.close();
  });

  it("a role, assumed with what the machine offers", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIACHAIN");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
    await check(connection({ endpoint: server.url }, auth("assume-role-ambient", { roleArn: ROLE }), {}));
    expect(server.seen[0]?.headers.authorization).toContain("Credential=AKIACHAIN/");
    expect(signedWith()[0]).toBe("ASIACANARYROLE7Q");
  });
});

describe("a login that fails", () => {
  async function failure(of: OpenConnection) {
    const thrown = await check(of).catch((error: unknown) => error);
    expect(leaks(thrown)).toEqual([]);
    return (thrown as { failure?: { code: string; splitBatch?: true } }).failure;
  }

  it("is never taken for a batch that may not be read", async () => {
    server.answer({ status: 403, body: fixture("assume-role-denied.xml") });
    const session = await open(connection({ endpoint: server.url }, auth("assume-role", { roleArn: ROLE })));
    const reading = session.fetch([{ name: "a" }, { name: "b" }], patient());
    await expect(reading).rejects.toMatchObject({ failure: { code: "unauthenticated" } });
    expect(server.seen.map(({ call }) => call)).toEqual(["AssumeRole"]);
    await session.dispose();
  });

  it.each(["default-chain", "assume-role-ambient"])("is unauthenticated where %s finds nothing", async (method) => {
    const fields = method === "default-chain" ? {} : { roleArn: ROLE };
    expect(await failure(connection({ endpoint: server.url }, auth(method, fields), {}))).toMatchObject({
      code: "unauthenticated",
    });
    expect(server.seen).toHaveLength(0);
  });

  it("is unauthenticated where the profile is missing", async () => {
    const of = connection({ endpoint: server.url }, auth("profile", { profileName: "canary-user-7Q" }), {});
    expect(await failure(of)).toMatchObject({ code: "unauthenticated" });
  });

  it("ends at once when the call is aborted while the login hangs", async () => {
    const abort = new AbortController();
    server.answer(() => {
      setTimeout(() => abort.abort(), 20);
      return undefined;
    });
    const session = await open(connection({ endpoint: server.url }, auth("assume-role", { roleArn: ROLE })));
    const reading = session.fetch([{ name: "a" }], { signal: abort.signal });
    await expect(reading).rejects.toMatchObject({ failure: { code: "cancelled" } });
    await session.dispose();
  });

  it.each([
    ["a line break", { ...KEYS, secretAccessKey: "canary-secret-key-7Q\n" }, "unauthenticated"],
    ["no secret key", { accessKeyId: "AKIACANARY7Q" }, "invalid-connection"],
    ["an empty key", { ...KEYS, accessKeyId: "" }, "invalid-connection"],
  ])("is refused before anything is sent: %s", async (_, credentials, code) => {
    expect(await failure(connection({ endpoint: server.url }, auth("access-key"), credentials))).toMatchObject({
      code,
    });
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    ["an unknown method", auth("telepathy")],
    ["a role without its ARN", auth("assume-role")],
    ["a duration that AWS does not allow", auth("assume-role", { roleArn: ROLE, durationSeconds: 60 })],
    ["a profile without its name", auth("profile")],
  ])("is a wrong connection: %s", async (_, method) => {
    expect(await failure(connection({ endpoint: server.url }, method))).toMatchObject({ code: "invalid-connection" });
  });
});
