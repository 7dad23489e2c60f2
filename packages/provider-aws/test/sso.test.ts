import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AwsRequestHandler, sdkLogin } from "../src/login-provider.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "keyferry-aws-"));
  for (const name of Object.keys(process.env).filter((name) => name.startsWith("AWS_"))) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", home);
  vi.stubEnv("AWS_CONFIG_FILE", join(home, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(home, "credentials"));
  mkdirSync(join(home, ".aws", "sso", "cache"), { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

/** What `aws sso login` leaves, under the name that it has for a start URL or a session. */
function signedIn(of: string, more: object = {}): void {
  const name = `${createHash("sha1").update(of).digest("hex")}.json`;
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const token = { accessToken: "token-7Q", expiresAt, region: "eu-central-1", startUrl: "https://acme.example/start" };
  writeFileSync(join(home, ".aws", "sso", "cache", name), JSON.stringify({ ...token, ...more }));
}

/** A portal that gives each caller the role's keys, and remembers where it was asked. */
function portal(): { handler: AwsRequestHandler; asked: string[] } {
  const asked: string[] = [];
  const keys = { accessKeyId: "ASIA7Q", secretAccessKey: "s", sessionToken: "t", expiration: Date.now() + 3_600_000 };
  const handle: AwsRequestHandler["handle"] = async ({ hostname, path }) => {
    asked.push(`${hostname}${path}`);
    const headers = { "content-type": "application/json" };
    const body = Readable.from([Buffer.from(JSON.stringify({ roleCredentials: keys }))]);
    return { response: { statusCode: 200, headers, body } };
  };
  return { handler: { handle }, asked };
}

const ROLE = "sso_account_id=123456789012\nsso_role_name=backup\n";

describe("a profile that signs in by IAM Identity Center", () => {
  it.each([
    [
      "with its own start URL",
      `[profile nightly]\nsso_start_url=https://acme.example/start\nsso_region=eu-central-1\n${ROLE}`,
      "https://acme.example/start",
    ],
    [
      "with a session",
      `[profile nightly]\nsso_session=acme\n${ROLE}[sso-session acme]\nsso_start_url=https://acme.example/start\nsso_region=eu-central-1\n`,
      "acme",
    ],
  ])("is asked %s where that is, not where the secrets are", async (_, config, of) => {
    writeFileSync(join(home, "config"), config);
    signedIn(of);
    const { handler, asked } = portal();
    const login = sdkLogin(
      { kind: "profile", profile: "nightly" },
      { region: "eu-west-1", fips: false, dualstack: false },
      handler,
    );
    expect(await login()).toMatchObject({ accessKeyId: "ASIA7Q", sessionToken: "t" });
    expect(asked).toEqual(["portal.sso.eu-central-1.amazonaws.com/federation/credentials"]);
  });
});
