import type { Session } from "@keyferry/core/provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connection, open, patient } from "./support/connection.ts";
import { awsError, type FixtureServer, fixture, startFixtureServer } from "./support/fixture-server.ts";

const NAS = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:backup/nas-a1b2c3";
const ID = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";

let server: FixtureServer;
let session: Session;

beforeEach(async () => {
  server = await startFixtureServer();
  session = await open(connection({ endpoint: server.url }));
});
afterEach(async () => {
  await session.dispose();
  await server.close();
});

const failed = (code: string) => expect.objectContaining({ ok: false, error: expect.objectContaining({ code }) });

/** A stored answer with a change. */
function edited(name: string, change: (answer: Record<string, unknown>) => void) {
  const answer = JSON.parse(fixture(name));
  change(answer);
  return { body: JSON.stringify(answer) };
}

describe("one secret", () => {
  it("is one GetSecretValue, signed, with its text and exact version", async () => {
    server.answer({ body: fixture("get-secret-value.json") });
    const outcomes = await session.fetch([{ name: "backup/nas" }], patient());
    expect(outcomes).toEqual([{ ok: true, payload: { kind: "text", text: expect.any(String) }, version: ID }]);
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.headers["x-amz-target"]).toBe("secretsmanager.GetSecretValue");
    expect(server.seen[0]?.headers.authorization).toContain("/eu-west-1/secretsmanager/aws4_request");
    expect(server.seen[0]?.json).toEqual({ SecretId: "backup/nas" });
  });

  it("gives bytes as bytes, and pins a stage", async () => {
    server.answer({ body: fixture("get-secret-value-binary.json") });
    const [outcome] = await session.fetch([{ name: "backup/key", version: "AWSPREVIOUS" }], patient());
    expect(outcome).toMatchObject({ ok: true, payload: { kind: "bytes" } });
    if (outcome?.ok && outcome.payload.kind === "bytes") expect([...outcome.payload.bytes]).toEqual([0, 255, 1, 128]);
    expect(server.seen[0]?.json).toEqual({ SecretId: "backup/key", VersionStage: "AWSPREVIOUS" });
  });

  it("pins a version by its ID", async () => {
    server.answer({ body: fixture("get-secret-value.json") });
    expect(await session.fetch([{ name: NAS, version: ID }], patient())).toMatchObject([{ ok: true, version: ID }]);
    expect(server.seen[0]?.json).toEqual({ SecretId: NAS, VersionId: ID });
  });

  it("refuses a version that is none without asking", async () => {
    expect(await session.fetch([{ name: "backup/nas", version: "a b" }], patient())).toEqual([
      failed("invalid-address"),
    ]);
    expect(server.seen).toHaveLength(0);
  });

  it("takes an empty text for a value", async () => {
    server.answer(edited("get-secret-value.json", (answer) => Object.assign(answer, { SecretString: "" })));
    expect(await session.fetch([{ name: "backup/nas" }], patient())).toMatchObject([
      { ok: true, payload: { kind: "text", text: "" } },
    ]);
  });

  it("knows a partial ARN's answer", async () => {
    server.answer({ body: fixture("get-secret-value.json") });
    const partial = NAS.slice(0, -"-a1b2c3".length);
    expect(await session.fetch([{ name: partial }], patient())).toMatchObject([{ ok: true }]);
  });

  it.each([
    ["of another secret", { name: "other" }],
    ["of an ARN that only begins alike", { name: NAS.slice(0, -"/nas-a1b2c3".length) }],
    ["of another version", { name: "backup/nas", version: "b".repeat(36) }],
    ["of another stage", { name: "backup/nas", version: "AWSPREVIOUS" }],
  ])("refuses an answer %s", async (_, address) => {
    server.answer({ body: fixture("get-secret-value.json") });
    expect(await session.fetch([address], patient())).toEqual([failed("integrity")]);
  });

  it("refuses an answer without a value, and an empty one", async () => {
    server.answer(edited("get-secret-value.json", (answer) => delete answer.SecretString));
    expect(await session.fetch([{ name: "backup/nas" }], patient())).toEqual([failed("integrity")]);
    server.answer({ body: "" });
    expect(await session.fetch([{ name: "backup/nas" }], patient())).toEqual([failed("integrity")]);
  });

  it("refuses an answer of another account than the one stated", async () => {
    const other = await open(connection({ endpoint: server.url, accountId: "999999999999" }));
    server.answer({ body: fixture("get-secret-value.json") });
    expect(await other.fetch([{ name: "backup/nas" }], patient())).toEqual([failed("invalid-connection")]);
    await other.dispose();
  });
});

describe("a batch", () => {
  const addresses = ["backup/nas", "gone", "mail/smtp", "locked", "silent", "dying", NAS].map((name) => ({ name }));

  it("is one BatchGetSecretValue, answered in the order that was asked, each failure its own", async () => {
    server.answer({ body: fixture("batch-get-secret-value.json") });
    const outcomes = await session.fetch(addresses, patient());
    expect(outcomes).toEqual([
      { ok: true, payload: { kind: "text", text: "canary-nas-7Q" }, version: ID },
      failed("not-found"),
      { ok: true, payload: { kind: "text", text: "canary-smtp-7Q" }, version: expect.any(String) },
      failed("access-denied"),
      failed("integrity"),
      failed("not-found"),
      { ok: true, payload: { kind: "text", text: "canary-nas-7Q" }, version: ID },
    ]);
    expect(outcomes[5]).toMatchObject({ error: { message: "the secret is scheduled for deletion" } });
    expect(outcomes.some((outcome) => !outcome.ok && outcome.error.splitBatch)).toBe(false);
    expect(server.seen.map(({ call }) => call)).toEqual(["BatchGetSecretValue"]);
    expect(server.seen[0]?.json).toEqual({ SecretIdList: addresses.map(({ name }) => name) });
  });

  it("follows pages, empty ones too", async () => {
    const whole = JSON.parse(fixture("batch-get-secret-value.json"));
    const pages: Record<string, unknown> = {
      first: { SecretValues: [], Errors: [], NextToken: "p2" },
      p2: { SecretValues: [whole.SecretValues[0]], NextToken: "p3" },
      p3: { SecretValues: [whole.SecretValues[1]] },
    };
    server.answer(({ json }) => ({ body: JSON.stringify(pages[String(json.NextToken ?? "first")]) }));
    const outcomes = await session.fetch([{ name: "backup/nas" }, { name: "mail/smtp" }], patient());
    expect(outcomes).toMatchObject([{ ok: true }, { ok: true }]);
    expect(server.seen).toHaveLength(3);
  });

  it("ends pages that go round in a circle", async () => {
    server.answer(({ json }) => ({ body: JSON.stringify({ NextToken: json.NextToken === "b" ? "a" : "b" }) }));
    const reading = session.fetch([{ name: "backup/nas" }, { name: "mail/smtp" }], patient());
    await expect(reading).rejects.toMatchObject({ failure: { code: "integrity" } });
    expect(server.seen.length).toBeLessThan(5);
  });

  it.each([
    ["AccessDeniedException", "access-denied"],
    ["UnknownOperationException", "unsupported"],
    ["InvalidParameterException", "invalid-address"],
  ])("asks to be split where the call itself fails with %s", async (name, code) => {
    server.answer(awsError(name, "User canary-user-7Q is not authorized"));
    expect(await session.fetch(addresses, patient())).toEqual(
      addresses.map(() => ({ ok: false, error: expect.objectContaining({ code, splitBatch: true }) })),
    );
  });

  it("does not ask to be split where AWS throttles", async () => {
    server.answer(awsError("ThrottlingException", "Rate exceeded", 400, { "retry-after": "2" }));
    await expect(session.fetch(addresses, patient())).rejects.toMatchObject({
      failure: { code: "throttled", retryAfterMs: 2000 },
    });
    expect(server.seen).toHaveLength(1);
  });

  it("refuses several secrets as the answer to one", async () => {
    const answer = JSON.parse(fixture("batch-get-secret-value.json"));
    answer.SecretValues[0].Name = "backup/nas";
    server.answer({ body: JSON.stringify(answer) });
    const outcomes = await session.fetch([{ name: "backup/nas" }, { name: "gone" }], patient());
    expect(outcomes[0]).toEqual(failed("integrity"));
  });

  it("reads pinned versions beside it one by one", async () => {
    server.answer(({ call }) => ({
      body: fixture(call === "BatchGetSecretValue" ? "batch-get-secret-value.json" : "get-secret-value-binary.json"),
    }));
    const outcomes = await session.fetch(
      [{ name: "mail/smtp" }, { name: "backup/key", version: "blue" }, { name: "backup/nas" }],
      patient(),
    );
    expect(outcomes.map((outcome) => outcome.ok && outcome.payload.kind)).toEqual(["text", "bytes", "text"]);
    expect(server.seen.map(({ call }) => call).sort()).toEqual(["BatchGetSecretValue", "GetSecretValue"]);
  });
});
