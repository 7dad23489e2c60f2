import { BatchGetSecretValueCommand, GetSecretValueCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import type { AwsStore, Fault } from "../../src/aws/index.ts";
import { client, nameOf, store } from "./harness.ts";

const read = new GetSecretValueCommand({ SecretId: "x" });

async function storeWith(fault: Fault): Promise<AwsStore> {
  const aws = await store();
  for (const name of ["x", "y", "z"]) aws.put(name, { text: `value of ${name}` });
  aws.fault(fault);
  return aws;
}

describe("faults, as the SDK sees them", () => {
  it("throttle", async () => {
    const aws = await storeWith({ kind: "throttle", retryAfter: 7 });
    await expect(client(aws).send(read)).rejects.toMatchObject({
      name: "ThrottlingException",
      $response: { headers: { "retry-after": "7" } },
    });
  });

  it.each([500, 502, 503, 504])("http-status %i, with and without a body", async (status) => {
    const aws = await storeWith({ kind: "http-status", status, times: 1 });
    aws.fault({ kind: "http-status", status, body: "upstream" });
    for (let n = 0; n < 2; n++) {
      await expect(client(aws).send(read)).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
    }
  });

  it("access-denied", async () => {
    expect(await nameOf(client(await storeWith({ kind: "access-denied" })).send(read))).toBe("AccessDeniedException");
  });

  it.each<Fault>([{ kind: "html" }, { kind: "corrupt" }])("$kind: not JSON", async (fault) => {
    expect(await nameOf(client(await storeWith(fault)).send(read))).toBe("SyntaxError");
  });

  it.each<Fault>([{ kind: "reset" }, { kind: "cut-off" }])("$kind: the connection breaks", async (fault) => {
    await expect(client(await storeWith(fault)).send(read)).rejects.toMatchObject({
      code: expect.stringMatching(/^ECONNRESET|ERR_STREAM_PREMATURE_CLOSE$/),
    });
  });

  it("delay: the answer comes after it", async () => {
    const aws = await storeWith({ kind: "delay", ms: 300 });
    const start = performance.now();
    expect((await client(aws).send(read)).SecretString).toBe("value of x");
    expect(performance.now() - start).toBeGreaterThanOrEqual(290);
  });

  it("slow-body: byte by byte, and whole in the end", async () => {
    const aws = await storeWith({ kind: "slow-body", ms: 1 });
    expect((await client(aws).send(read)).SecretString).toBe("value of x");
  });

  it.each<Fault>([{ kind: "slow-body", ms: 10_000 }, { kind: "endless-body" }, { kind: "delay", ms: 600_000 }])(
    "$kind: lasts until the caller gives up",
    async (fault) => {
      const aws = await storeWith(fault);
      expect(await nameOf(client(aws).send(read, { abortSignal: AbortSignal.timeout(200) }))).toMatch(
        /AbortError|TimeoutError/,
      );
    },
  );

  it("drop-one: an id in neither list", async () => {
    const aws = await storeWith({ kind: "drop-one", times: 1 });
    const ask = new BatchGetSecretValueCommand({ SecretIdList: ["x", "y", "none"] });
    const short = await client(aws).send(ask);
    expect((short.SecretValues?.length ?? 0) + (short.Errors?.length ?? 0)).toBe(2);
    const whole = await client(aws).send(ask);
    expect((whole.SecretValues?.length ?? 0) + (whole.Errors?.length ?? 0)).toBe(3);
  });

  it("cyclic-token: the same token again", async () => {
    const aws = await storeWith({ kind: "cyclic-token" });
    const sdk = client(aws);
    const first = await sdk.send(new ListSecretsCommand({}));
    const second = await sdk.send(new ListSecretsCommand({ NextToken: first.NextToken }));
    expect(first.NextToken).toBeTypeOf("string");
    expect(second.NextToken).toBe(first.NextToken);
  });

  it("empty-page: no entries, a token, then the rest", async () => {
    const aws = await storeWith({ kind: "empty-page", times: 1 });
    const sdk = client(aws);
    const first = await sdk.send(new ListSecretsCommand({}));
    expect(first.SecretList).toEqual([]);
    const second = await sdk.send(new ListSecretsCommand({ NextToken: first.NextToken }));
    expect([second.SecretList?.length, second.NextToken]).toEqual([3, undefined]);
  });

  it("befall only the operation and the number of requests that they name", async () => {
    const aws = await storeWith({ kind: "throttle", operation: "GetSecretValue", times: 2 });
    const sdk = client(aws);
    await sdk.send(new ListSecretsCommand({}));
    expect(await nameOf(sdk.send(read))).toBe("ThrottlingException");
    expect(await nameOf(sdk.send(read))).toBe("ThrottlingException");
    expect((await sdk.send(read)).Name).toBe("x");
    aws.fault({ kind: "throttle" });
    aws.clearFaults();
    expect((await sdk.send(read)).Name).toBe("x");
  });

  it("do not keep the store from closing", async () => {
    const aws = await storeWith({ kind: "endless-body" });
    const pending = client(aws).send(read);
    const failed = expect(pending).rejects.toThrow();
    await expect.poll(() => aws.calls.length).toBe(1);
    await aws.close();
    await failed;
  });
});
