import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FieldValue, OpenConnection } from "@keyferry/core/provider";
import { type GcpStore, startGcpStore } from "@keyferry/test-harness/gcp";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closeAll, fields, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";

let store: GcpStore;
let folder: string;

beforeEach(async () => {
  store = await startGcpStore();
  store.put("nas", { text: "x" });
  folder = mkdtempSync(join(tmpdir(), "keyferry-gcp-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await closeAll();
  await store.close();
  rmSync(folder, { recursive: true });
});

function connection(
  configJson: string,
  auth: Readonly<Record<string, FieldValue>> = {},
  more: Readonly<Record<string, FieldValue>> = {},
): OpenConnection {
  const given = { project: store.project, endpoint: store.endpoint, tokenUri: store.tokenUri, ...more };
  return {
    ...fields(given),
    auth: { method: "workload-identity-federation", fields: auth },
    credentials: { configJson },
  };
}

const check = async (of: OpenConnection) => (await open(of)).check(patient());
const failure = (of: OpenConnection) => failureOf(check(of), store.subjectToken);
const operations = () => store.calls.map(({ operation }) => operation);

function fileSource(): { readonly file: string } {
  const file = join(folder, "token");
  writeFileSync(file, store.subjectToken);
  return { file };
}

/** A program that gives the subject's token, as https://google.aip.dev/auth/4117 has it. */
function program(): { readonly executable: { readonly command: string } } {
  const command = join(folder, "give-token");
  const answer = {
    version: 1,
    success: true,
    token_type: "urn:ietf:params:oauth:token-type:jwt",
    id_token: store.subjectToken,
    expiration_time: Math.floor(Date.now() / 1000) + 600,
  };
  writeFileSync(command, `#!/bin/sh\ncat <<'END'\n${JSON.stringify(answer)}\nEND\n`);
  chmodSync(command, 0o700);
  return { executable: { command } };
}

describe("a federated login", () => {
  it("exchanges the token of a file, once for calls at once, and says when it ends", async () => {
    const session = await open(connection(store.files.federation(fileSource())));
    const outcomes = await session.fetch([{ name: "nas" }, { name: "nas" }], patient());
    expect(outcomes).toMatchObject([{ ok: true }, { ok: true }]);
    expect(operations()).toEqual(["ExchangeToken", "AccessSecretVersion", "AccessSecretVersion"]);
    expect(await session.check(patient())).toMatchObject({
      canList: "yes",
      identity: expect.stringContaining("workloadIdentityPools/harness"),
      expiresAt: expect.any(String),
      renewable: true,
    });
  });

  it("acts as a service account", async () => {
    const url = `${store.endpoint}/v1/projects/-/serviceAccounts/${store.email}:generateAccessToken`;
    const config = store.files.federation(fileSource(), { service_account_impersonation_url: url });
    expect(await check(connection(config))).toMatchObject({ canList: "yes", identity: store.email });
    expect(operations()).toEqual(["ExchangeToken", "GenerateAccessToken", "ListSecrets"]);
    expect(store.calls.at(-1)?.principal).toBe(store.email);
  });

  it("fetches the token from the address that the connection names, and from no other", async () => {
    const config = store.files.federation();
    expect(await check(connection(config, { subjectTokenUrl: store.endpoint }))).toMatchObject({ canList: "yes" });
    expect(operations()).toEqual(["SubjectToken", "ExchangeToken", "ListSecrets"]);
    for (const auth of [{}, { subjectTokenUrl: "https://pipelines.example" }]) {
      expect(await failure(connection(config, auth))).toMatchObject({ code: "invalid-connection" });
    }
    expect(store.calls).toHaveLength(3);
  });

  it("runs a program only where both the connection and the environment allow it", async () => {
    const config = store.files.federation(program());
    expect(await failure(connection(config))).toMatchObject({ code: "invalid-connection" });
    expect(await failure(connection(config, { allowExecutable: true }))).toMatchObject({ code: "unauthenticated" });
    expect(store.calls).toHaveLength(0);
    vi.stubEnv("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES", "1");
    expect(await failure(connection(config))).toMatchObject({ code: "invalid-connection" });
    expect(await check(connection(config, { allowExecutable: true }))).toMatchObject({ canList: "yes" });
  });

  it("sends AWS's signature where the file says aws1, from the variables alone", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAHARNESS");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x".repeat(40));
    vi.stubEnv("AWS_REGION", "eu-west-1");
    const source = {
      environment_id: "aws1",
      url: `${store.endpoint}/computeMetadata/v1/`,
      regional_cred_verification_url: "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",
    };
    const config = store.files.federation(source, {
      subject_token_type: "urn:ietf:params:aws:token-type:aws4_request",
    });
    // The store knows no such subject: that it was asked, once and nobody else, is what is looked at.
    expect(await failure(connection(config))).toMatchObject({ code: "unauthenticated" });
    expect(operations()).toEqual(["ExchangeToken"]);
  });

  it("follows no redirect with the token", async () => {
    const trap = await startGcpStore();
    store.fault({
      kind: "http-status",
      status: 307,
      headers: { location: `${trap.endpoint}/v1/token` },
      operation: "ExchangeToken",
    });
    expect(await failure(connection(store.files.federation(fileSource())))).toMatchObject({ code: "integrity" });
    expect(trap.calls).toHaveLength(0);
    expect(operations()).toEqual(["ExchangeToken"]);
    await trap.close();
  });

  it("does not retry by itself", async () => {
    store.fault({ kind: "http-status", status: 503, operation: "ExchangeToken" });
    expect(await failure(connection(store.files.federation(fileSource())))).toMatchObject({ code: "unavailable" });
    expect(operations()).toEqual(["ExchangeToken"]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["token_url", { token_url: "https://evil.example/v1/token" }],
    ["a look-alike token_url", { token_url: "https://sts.googleapis.com.evil.example/v1/token" }],
    ["a token_url under a like name", { token_url: "https://evilsts.googleapis.com/v1/token" }],
    ["a token_url of another service", { token_url: "https://storage.googleapis.com/bucket" }],
    ["a token_url of another port", { token_url: "https://sts.googleapis.com:8443/v1/token" }],
    ["a token_url with a login", { token_url: "https://sts.googleapis.com@evil.example/v1/token" }],
    ["plain http", { token_url: "http://sts.googleapis.com/v1/token" }],
    [
      "an impersonation_url",
      { service_account_impersonation_url: "https://iamcredentials.googleapis.com.evil.example/x" },
    ],
    ["a universe", { universe_domain: "evil.example" }],
  ])("is refused before anything is sent: %s of another", async (_, more) => {
    const config = store.files.federation(fileSource(), more);
    expect(await failure(connection(config))).toMatchObject({ code: "invalid-connection" });
    expect(store.calls).toHaveLength(0);
  });

  it.each([
    ["https://sts.googleapis.com/v1/token"],
    ["https://sts.mtls.googleapis.com/v1/token"],
    ["https://sts.europe-west1.rep.googleapis.com/v1/token"],
  ])("may be exchanged at %s", async (url) => {
    await open(connection(store.files.federation(fileSource(), { token_url: url })));
  });

  it.each<[string, () => string, string]>([
    ["no JSON", () => "x", "unauthenticated"],
    ["a service account's key", () => store.files.key(), "unauthenticated"],
    ["no audience", () => store.files.federation(fileSource(), { audience: undefined }), "unauthenticated"],
    ["no source", () => store.files.federation({}), "unsupported"],
    ["a certificate", () => store.files.federation({ certificate: {} }), "unsupported"],
    ["a file that is not there", () => store.files.federation({ file: join(folder, "none") }), "unauthenticated"],
  ])("fails with %s", async (_, config, code) => {
    expect(await failure(connection(config()))).toMatchObject({ code });
    expect(store.calls).toHaveLength(0);
  });

  it("is unauthenticated where the pool does not know the subject", async () => {
    writeFileSync(join(folder, "token"), "another");
    const config = store.files.federation({ file: join(folder, "token") });
    expect(await failure(connection(config))).toMatchObject({ code: "unauthenticated" });
  });
});
