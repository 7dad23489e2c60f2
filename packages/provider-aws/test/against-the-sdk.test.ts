import {
  BatchGetSecretValueCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { ProviderError } from "@keyferry/core/provider";
import { type AwsStore, startAwsStore } from "@keyferry/test-harness/aws";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHost } from "../../core/src/connections/request.ts";
import type { SecretsApi } from "../src/api.ts";
import { connect } from "../src/client.ts";
import { serviceRow } from "../src/errors.ts";
import { KEYS, patient } from "./support/connection.ts";
import { awsError, fixture, startFixtureServer } from "./support/fixture-server.ts";

/** Both clients of one endpoint. */
async function clientsOf(endpoint: string, keys = KEYS) {
  const sdk = new SecretsManagerClient({ region: "eu-west-1", endpoint, credentials: keys, maxAttempts: 1 });
  const { host, close } = createHost({ connection: "prod", redact: (text) => text });
  const settings = { region: "eu-west-1", endpoint, fips: false, dualstack: false };
  const ours = await connect({ kind: "keys", keys }, settings, host, {});
  return { sdk, ours, close: () => [sdk.destroy(), close()] };
}

/** Leaves out what is missing, as our answers do; a byte is a number, whatever holds it. */
function given(members: Record<string, unknown>) {
  const bytes = (value: unknown) => (value instanceof Uint8Array ? [...value] : value);
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, bytes(value)]),
  );
}

async function getBoth(sdk: SecretsManagerClient, ours: SecretsApi, SecretId: string) {
  const theirs = await sdk.send(new GetSecretValueCommand({ SecretId }));
  const { ARN: arn, Name: name, VersionId: versionId, VersionStages: versionStages } = theirs;
  const value = await ours.get(SecretId, undefined, patient());
  const expected = { arn, name, versionId, versionStages, text: theirs.SecretString, bytes: theirs.SecretBinary };
  return { ours: given({ ...value }), theirs: given(expected) };
}

describe("answers of the store, read by the SDK and by us", () => {
  let store: AwsStore;
  let clients: Awaited<ReturnType<typeof clientsOf>>;

  beforeEach(async () => {
    store = await startAwsStore();
    clients = await clientsOf(store.endpoint, store.credentials);
  });
  afterEach(async () => {
    clients.close();
    await store.close();
  });

  it("are the same value, of text, bytes and a rotated secret", async () => {
    store.put("text", { text: "p\"a$s'\n&€ % \ud83d\ude00" });
    store.put("empty", { text: "" });
    store.put("bytes", { bytes: Uint8Array.from({ length: 256 }, (_, byte) => byte) });
    store.put("rotated", { text: "old" });
    store.rotate("rotated", { text: "new" });
    for (const name of ["text", "empty", "bytes", "rotated"]) {
      const { ours, theirs } = await getBoth(clients.sdk, clients.ours, name);
      expect(ours).toEqual(theirs);
      expect(ours).toHaveProperty(name === "bytes" ? "bytes" : "text");
    }
  });

  it("are the same batch, with what was left out", async () => {
    store.put("a", { text: "1" });
    store.put("b", { bytes: Uint8Array.of(0, 255) });
    store.put("locked", { text: "2" });
    store.deny({ action: "GetSecretValue", name: "locked" });
    const ids = ["a", "b", "locked", "gone"];
    const theirs = await clients.sdk.send(new BatchGetSecretValueCommand({ SecretIdList: ids }));
    const ours = await clients.ours.batch(ids, undefined, patient());
    const values = (theirs.SecretValues ?? []).map((one) => [one.ARN, one.SecretString, one.SecretBinary?.join()]);
    expect(values).toHaveLength(2);
    expect(ours.values.map(({ arn, text, bytes }) => [arn, text, bytes?.join()])).toEqual(values);
    const errors = (theirs.Errors ?? []).map((one) => [one.SecretId, one.ErrorCode, one.Message]);
    expect(errors).toHaveLength(2);
    expect(ours.refusals.map(({ secretId, code, message }) => [secretId, code, message])).toEqual(errors);
  });

  it("are the same description and the same pages of a list", async () => {
    for (const name of ["a", "b", "c"]) store.put(name, { text: "1", description: `the ${name}` });
    store.rotate("b", { text: "2" });
    store.paging.list = 2;
    const theirs = await clients.sdk.send(new DescribeSecretCommand({ SecretId: "b" }));
    const ours = await clients.ours.describe("b", patient());
    const changedAt = theirs.LastChangedDate ?? theirs.CreatedDate;
    expect(changedAt).toBeInstanceOf(Date);
    const { ARN: arn, Name: name, Description: description, VersionIdsToStages: stages } = theirs;
    expect(ours).toEqual({ arn, name, description, changedAt, stages });
    const page = await clients.sdk.send(new ListSecretsCommand({ MaxResults: 100 }));
    const own = await clients.ours.list(100, undefined, patient());
    expect(own.entries.map((one) => one.name)).toEqual(page.SecretList?.map((one) => one.Name));
    expect(own.entries.map((one) => one.changedAt)).toEqual(
      page.SecretList?.map((one) => one.LastChangedDate ?? one.CreatedDate),
    );
    expect([typeof own.next, typeof page.NextToken]).toEqual(["string", "string"]);
  });

  it("are refused alike", async () => {
    store.put("locked", { text: "1" });
    store.deny({ action: "GetSecretValue", name: "locked" });
    store.put("dying", { text: "1" });
    store.scheduleDeletion("dying");
    for (const SecretId of ["gone", "locked", "dying"]) {
      const theirs = await clients.sdk.send(new GetSecretValueCommand({ SecretId })).catch((thrown: Error) => thrown);
      const { name, message, $metadata } = theirs as Error & { $metadata: { requestId?: string } };
      const ours = await clients.ours.get(SecretId, undefined, patient()).catch((thrown: ProviderError) => thrown);
      const { requestId, ...failure } = (ours as ProviderError).failure;
      expect(failure).toEqual(serviceRow(name, message));
      expect([typeof requestId, typeof $metadata.requestId]).toEqual(["string", "string"]);
    }
  });
});

describe("answers of any shape, read by the SDK and by us", () => {
  it("give the same value, or none of both", async () => {
    const server = await startFixtureServer();
    const { sdk, ours, close } = await clientsOf(server.url);
    const base64 = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("base64")),
      fc.stringMatching(/^[A-Za-z0-9+/=_-]{0,9}$/),
    );
    const SecretString = fc.option(fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.constant({})), {
      nil: undefined,
    });
    const answers = fc.record({
      Name: fc.constant("a"),
      SecretString,
      SecretBinary: fc.option(base64, { nil: undefined }),
    });
    const read = async () => {
      const both = await getBoth(sdk, ours, "a");
      const { text } = both.theirs;
      return { ...both, theirs: typeof text === "string" ? both.theirs : given({ ...both.theirs, text: undefined }) };
    };
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        server.answer({ body: JSON.stringify(answer) });
        const damaged = await sdk.send(new GetSecretValueCommand({ SecretId: "a" })).then(
          () => false,
          () => true,
        );
        // The SDK throws over base64 that is none; for us such a value is missing, and a read without one is refused.
        if (damaged) expect(await ours.get("a", undefined, patient())).not.toHaveProperty("bytes");
        else {
          const both = await read();
          expect(both.ours).toEqual(both.theirs);
        }
      }),
      { numRuns: 100 },
    );
    close();
    await server.close();
  });

  it.each([
    ["x-amzn-errortype", "", { "x-amzn-errortype": "ResourceNotFoundException:http://internal.amazon.com/x/" }],
    [
      "__type with its namespace",
      JSON.stringify({ __type: "com.amazonaws.secretsmanager#ResourceNotFoundException" }),
      {},
    ],
    ["__type with an address", JSON.stringify({ __type: "a.b#ResourceNotFoundException:http://x/#y" }), {}],
    ["code", JSON.stringify({ code: "ResourceNotFoundException" }), {}],
    ["__type before the header", JSON.stringify({ __type: "ResourceNotFoundException" }), { "x-amzn-errortype": "X" }],
  ])("name their error by %s", async (_, body, headers) => {
    const server = await startFixtureServer();
    const { sdk, ours, close } = await clientsOf(server.url);
    server.answer({ ...awsError("", "", 400, headers as Record<string, string>), body });
    const theirs = await sdk.send(new GetSecretValueCommand({ SecretId: "a" })).catch((thrown: Error) => thrown.name);
    expect(theirs).toBe("ResourceNotFoundException");
    await expect(ours.get("a", undefined, patient())).rejects.toMatchObject({ failure: { code: "not-found" } });
    close();
    await server.close();
  });

  it("are refused where they are no UTF-8, which the SDK would mend in silence", async () => {
    const server = await startFixtureServer();
    const { ours, close } = await clientsOf(server.url);
    const body = fixture("get-secret-value.json").replace("backup", "b\xffckup");
    server.answer((_, response) => {
      response.writeHead(200).end(Buffer.from(body, "latin1"));
      return undefined;
    });
    await expect(ours.get("a", undefined, patient())).rejects.toMatchObject({ failure: { code: "integrity" } });
    close();
    await server.close();
  });
});
