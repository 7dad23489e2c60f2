import { readFileSync } from "node:fs";
import type { Session } from "@keyferry/core/provider";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toFailure } from "../src/errors.ts";
import { connection, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";
import { awsError, type FixtureServer, startFixtureServer } from "./support/fixture-server.ts";
import { leaks } from "./support/leaks.ts";

const TEXT = "canary-user-7Q canary-password-7Q \u001b[31m";

let server: FixtureServer;
let session: Session;

beforeEach(async () => {
  server = await startFixtureServer();
  session = await open(
    connection(
      { endpoint: server.url },
      { method: "session-token", fields: {} },
      { accessKeyId: "AKIACANARY7Q", secretAccessKey: "canary-secret-key-7Q", sessionToken: "canary-session-token-7Q" },
    ),
  );
});
afterEach(async () => {
  await session.dispose();
  await server.close();
});

const readFailure = () => failureOf(session.fetch([{ name: "backup/nas" }], patient()));

describe("AWS's errors", () => {
  it.each([
    ["ResourceNotFoundException", 400, "not-found"],
    ["AccessDeniedException", 400, "access-denied"],
    ["DecryptionFailure", 400, "access-denied"],
    ["InvalidParameterException", 400, "invalid-address"],
    ["InvalidRequestException", 400, "unsupported"],
    ["UnrecognizedClientException", 400, "unauthenticated"],
    ["InvalidSignatureException", 403, "unauthenticated"],
    ["SignatureDoesNotMatch", 403, "unauthenticated"],
    ["InvalidClientTokenId", 403, "unauthenticated"],
    ["ExpiredTokenException", 400, "unauthenticated"],
    ["RequestTimeTooSkewed", 403, "unauthenticated"],
    ["OptInRequired", 403, "invalid-connection"],
    ["ThrottlingException", 400, "throttled"],
    ["TooManyRequestsException", 429, "throttled"],
    ["InternalServiceError", 500, "unavailable"],
    ["ServiceUnavailableException", 503, "unavailable"],
    ["com.amazonaws.secretsmanager#ResourceNotFoundException", 400, "not-found"],
    ["SomethingNew", 503, "unavailable"],
    ["SomethingNew", 429, "throttled"],
    ["SomethingNew", 400, "integrity"],
  ])("%s with status %d is %s, asked once and with the request's ID", async (name, status, code) => {
    server.answer(awsError(name, TEXT, status));
    const failure = await readFailure();
    expect(failure).toMatchObject({ code, requestId: "11111111-2222-3333-4444-555555555555" });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    [
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
      "not-found",
      /deletion/,
    ],
    [
      "InvalidRequestException",
      "You tried to perform the operation on a secret that's currently marked deleted.",
      "not-found",
      /deletion/,
    ],
    [
      "InvalidSignatureException",
      "Signature expired: 20240522T115159Z is now earlier than 20240522T120519Z",
      "unauthenticated",
      /clock/,
    ],
    [
      "InvalidSignatureException",
      "Signature not yet current: 20260627T150000Z is still later than",
      "unauthenticated",
      /clock/,
    ],
    ["RequestTimeTooSkewed", "x", "unauthenticated", /clock/],
    ["AccessDeniedException", "Access to KMS is not allowed", "access-denied", /KMS key/],
  ])("%s with the text %j is told apart", async (name, message, code, says) => {
    server.answer(awsError(name, `${message} ${TEXT}`));
    const failure = await readFailure();
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(says);
  });

  it.each([
    ["3", 3000],
    [new Date(Date.now() + 60_000).toUTCString(), 60_000],
  ])("keep the pause of a Retry-After of %s", async (header, pause) => {
    server.answer(awsError("ThrottlingException", "Rate exceeded", 400, { "retry-after": header }));
    const { retryAfterMs } = await readFailure();
    expect(Math.abs((retryAfterMs ?? 0) - pause)).toBeLessThan(20_000);
  });

  it.each(["soon", "-1", "1e9", "99999999999"])("forget a Retry-After of %s", async (header) => {
    server.answer(awsError("ThrottlingException", "Rate exceeded", 400, { "retry-after": header }));
    expect(await readFailure()).not.toHaveProperty("retryAfterMs");
  });

  it("forget a request ID that is not one", async () => {
    server.answer(awsError("ThrottlingException", "x", 400, { "x-amzn-requestid": "canary-user-7Q <b>" }));
    expect(await readFailure()).not.toHaveProperty("requestId");
  });
});

describe("the table", () => {
  it.each([
    [{ code: "ENOTFOUND" }, "invalid-connection"],
    [{ code: "EAI_AGAIN" }, "unavailable"],
    [{ code: "ETIMEDOUT", name: "TimeoutError" }, "unavailable"],
    [{ code: "CERT_HAS_EXPIRED" }, "invalid-connection"],
    [{ code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "invalid-connection"],
    [{ code: "ERR_SSL_WRONG_VERSION_NUMBER" }, "invalid-connection"],
    [{ code: "HPE_INVALID_CONSTANT" }, "integrity"],
    [{ name: "CredentialsProviderError" }, "unauthenticated"],
    [{ name: "canary-user-7Q" }, "internal"],
    ["canary-user-7Q", "internal"],
    [undefined, "internal"],
    [null, "internal"],
  ])("turns %j into %s", (thrown, code) => {
    const failure = toFailure(typeof thrown === "object" && thrown ? Object.assign(new Error(TEXT), thrown) : thrown);
    expect(failure.code).toBe(code);
    expect(leaks(failure)).toEqual([]);
  });

  it("survives an error that throws when it is read", () => {
    const hostile = new Proxy(new Error(TEXT), {
      get() {
        throw new Error(TEXT);
      },
    });
    expect(toFailure(hostile).code).toBe("internal");
  });

  it("says nothing longer than 300 characters or unprintable", () => {
    const source = ["error-table.ts", "network-errors.ts", "errors.ts"]
      .map((file) => readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8"))
      .join("\n");
    for (const [, text = ""] of source.matchAll(/(?:message|hint): "([^"]*)"/g)) {
      expect(text.length).toBeLessThanOrEqual(300);
      expect(text).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});

describe("the search for canaries", () => {
  it.each([
    ["its text", new Error("canary-user-7Q")],
    ["a cause", new Error("x", { cause: { deep: ["canary-user-7Q"] } })],
    ["a hidden member", Object.defineProperty(new Error("x"), "$response", { value: "canary-user-7Q" })],
    ["a symbol's member", { [Symbol("x")]: "canary-user-7Q" }],
    ["base64", { x: Buffer.from("canary-user-7Q").toString("base64") }],
  ])("finds one in %s", (_, thing) => {
    expect(leaks(thing)).toContain("canary-user-7Q");
  });
});
