import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AwsStore } from "../../src/aws/index.ts";
import { client, nameOf, store } from "./harness.ts";

const read = new GetSecretValueCommand({ SecretId: "x" });

interface WireRequest {
  headers: Record<string, string>;
  body: unknown;
}

/** A client whose request is changed after it was signed. */
function tampering(aws: AwsStore, change: (request: WireRequest) => void): SecretsManagerClient {
  const sdk = client(aws);
  sdk.middlewareStack.add(
    (next) => (args) => {
      change(args.request as WireRequest);
      return next(args);
    },
    { step: "finalizeRequest", priority: "low", name: "tamper", override: true },
  );
  return sdk;
}

async function storeWithSecret(): Promise<AwsStore> {
  const aws = await store();
  aws.put("x", { text: "1" });
  aws.put("y", { text: "2" });
  return aws;
}

describe("the signature", () => {
  const header = (name: string, value: string) => (request: WireRequest) => {
    request.headers[name] = value;
  };
  const body = (request: WireRequest): void => {
    request.body = '{"SecretId":"y"}';
  };
  const unsigned = (request: WireRequest): void => {
    delete request.headers.authorization;
  };
  const minuteAgo = new Date(Date.now() - 60_000).toISOString().replace(/[-:]|\.\d+/g, "");
  const changes: [string, (request: WireRequest) => void, string][] = [
    ["nothing", () => {}, ""],
    ["the body", body, "InvalidSignatureException"],
    ["the operation", header("x-amz-target", "secretsmanager.DescribeSecret"), "InvalidSignatureException"],
    ["the date", header("x-amz-date", minuteAgo), "InvalidSignatureException"],
    ["a header that is not signed", header("x-amz-extra", "1"), "InvalidSignatureException"],
    ["the hash of the body", header("x-amz-content-sha256", "0".repeat(64)), "InvalidSignatureException"],
    ["a token where none belongs", header("x-amz-security-token", "t"), "InvalidSignatureException"],
    ["the form of the authorization", header("authorization", "Basic eDp5"), "IncompleteSignatureException"],
    ["the authorization, by leaving it out", unsigned, "MissingAuthenticationTokenException"],
  ];

  it.each(changes)("protects against a change of %s", async (_, change, expected) => {
    const aws = await storeWithSecret();
    const sent = tampering(aws, change).send(read);
    if (expected === "") expect((await sent).SecretString).toBe("1");
    else expect(await nameOf(sent)).toBe(expected);
  });

  it("is bound to key, secret, region and service", async () => {
    const aws = await storeWithSecret();
    const wrongSecret = { ...aws.credentials, secretAccessKey: "wrong" };
    expect(await nameOf(client(aws, { credentials: wrongSecret }).send(read))).toBe("InvalidSignatureException");
    const wrongKey = { ...aws.credentials, accessKeyId: "AKIAAAAAAAAAAAAAAAAA" };
    expect(await nameOf(client(aws, { credentials: wrongKey }).send(read))).toBe("UnrecognizedClientException");
    expect(await nameOf(client(aws, { region: "us-west-2" }).send(read))).toBe("InvalidSignatureException");
    const other = await store();
    expect(await nameOf(client(aws, { credentials: other.credentials }).send(read))).toBe(
      "UnrecognizedClientException",
    );
  });

  it.each([
    [-14, ""],
    [-16, "Signature expired"],
    [4, ""],
    [6, "Signature not yet current"],
  ])("with a clock that is off by %i minutes", async (minutes, message) => {
    const aws = await storeWithSecret();
    const sent = client(aws, { systemClockOffset: minutes * 60_000 }).send(read);
    if (message === "") expect((await sent).SecretString).toBe("1");
    else
      await expect(sent).rejects.toMatchObject({
        name: "InvalidSignatureException",
        message: expect.stringContaining(message),
      });
  });
});

describe("temporary credentials", () => {
  it("work until they expire, and only with their token", async () => {
    const aws = await storeWithSecret();
    const credentials = aws.issueSession();
    const { accessKeyId, secretAccessKey } = credentials;
    expect((await client(aws, { credentials }).send(read)).SecretString).toBe("1");
    const tokenless = { accessKeyId, secretAccessKey };
    expect(await nameOf(client(aws, { credentials: tokenless }).send(read))).toBe("UnrecognizedClientException");
    const foreign = { ...credentials, sessionToken: aws.issueSession().sessionToken };
    expect(await nameOf(client(aws, { credentials: foreign }).send(read))).toBe("UnrecognizedClientException");
    aws.expireSessions();
    expect(await nameOf(client(aws, { credentials }).send(read))).toBe("ExpiredTokenException");
  });

  const role = "arn:aws:iam::123456789012:role/backup";
  const assume = (aws: AwsStore, params: { ExternalId?: string } = {}): ReturnType<typeof fromTemporaryCredentials> =>
    fromTemporaryCredentials({
      masterCredentials: aws.credentials,
      params: { RoleArn: role, RoleSessionName: "run-1", ...params },
      clientConfig: { region: aws.region, endpoint: aws.endpoint, maxAttempts: 1 },
    });

  it("come from a role that may be assumed", async () => {
    const aws = await storeWithSecret();
    expect(await nameOf(client(aws, { credentials: assume(aws) }).send(read))).toBe("AccessDenied");
    aws.addRole(role);
    expect((await client(aws, { credentials: assume(aws) }).send(read)).SecretString).toBe("1");
    expect(aws.calls.map(({ operation }) => operation)).toEqual(["AssumeRole", "AssumeRole", "GetSecretValue"]);
    expect(aws.calls.at(-1)?.accessKeyId).toMatch(/^ASIA/);
    expect(aws.writes).toEqual([]);
    aws.deny({ action: "DescribeSecret" });
    const denied = client(aws, { credentials: assume(aws) }).send(new DescribeSecretCommand({ SecretId: "x" }));
    await expect(denied).rejects.toThrow("assumed-role/backup/run-1 is not authorized");
  });

  it("may need an external id", async () => {
    const aws = await storeWithSecret();
    aws.addRole(role, { externalId: "e-1" });
    expect(await nameOf(client(aws, { credentials: assume(aws) }).send(read))).toBe("AccessDenied");
    expect((await client(aws, { credentials: assume(aws, { ExternalId: "e-1" }) }).send(read)).Name).toBe("x");
  });

  it("tell who they are", async () => {
    const aws = await store();
    const sts = (credentials: AwsStore["credentials"]): STSClient => {
      const made = new STSClient({ region: aws.region, endpoint: aws.endpoint, credentials, maxAttempts: 1 });
      onTestFinished(() => made.destroy());
      return made;
    };
    const owner = await sts(aws.credentials).send(new GetCallerIdentityCommand({}));
    expect(owner).toMatchObject({ Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/harness" });
    const session = await sts(aws.issueSession()).send(new GetCallerIdentityCommand({}));
    expect(session.Arn).toBe("arn:aws:sts::123456789012:assumed-role/harness/session");
    const wrong = sts({ ...aws.credentials, secretAccessKey: "wrong" });
    expect(await nameOf(wrong.send(new GetCallerIdentityCommand({})))).toBe("SignatureDoesNotMatch");
  });
});
