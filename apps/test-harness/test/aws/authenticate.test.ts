import { describe, expect, it } from "vitest";
import { authenticate } from "../../src/aws/authenticate.ts";
import { CredentialBook } from "../../src/aws/credentials.ts";
import { type Authorization, expectedSignature, type SignedRequest } from "../../src/aws/sigv4.ts";

const now = Date.parse("2026-03-01T00:02:00Z");
const book = new CredentialBook("123456789012", () => now);
const expected = { service: "secretsmanager", regions: ["eu-west-1"], now };

/** Sends a request that is signed rightly for the scope that it names. */
function send(scope: Partial<Authorization>, stamp = "20260301T000000Z"): string {
  const auth = {
    accessKeyId: book.owner.accessKeyId,
    date: stamp.slice(0, 8),
    region: "eu-west-1",
    service: "secretsmanager",
    signedHeaders: ["host", "x-amz-date"],
    signature: "",
    ...scope,
  };
  const headers = { host: "127.0.0.1", "x-amz-date": stamp };
  const request: SignedRequest = { method: "POST", target: "/", headers, body: Buffer.from("{}") };
  const signature = expectedSignature(request, auth, book.owner.secretAccessKey);
  const credential = `${auth.accessKeyId}/${auth.date}/${auth.region}/${auth.service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${auth.signedHeaders.join(";")}, Signature=${signature}`;
  return authenticate({ ...request, headers: { ...headers, authorization } }, book, expected).arn;
}

describe("a right signature for another scope", () => {
  it("is told from one for this scope", () => {
    expect(send({})).toBe("arn:aws:iam::123456789012:user/harness");
  });

  it.each<[string, Partial<Authorization>, string]>([
    ["service", { service: "sts" }, "correct service"],
    ["region", { region: "eu-west-2" }, "valid region"],
    ["day", { date: "20260228" }, "Date in Credential scope"],
    ["order of headers", { signedHeaders: ["x-amz-date", "host"] }, "sorted"],
    ["set of headers, without the host", { signedHeaders: ["x-amz-date"] }, "SignedHeader"],
    ["set of headers, without the date", { signedHeaders: ["host"] }, "SignedHeader"],
  ])("is refused: another %s", (_, scope, message) => {
    expect(() => send(scope)).toThrow(message);
  });

  it.each(["", "2026-03-01", "20260231T999999Z"])("is refused: the date %j", (stamp) => {
    expect(() => send({ date: "20260301" }, stamp)).toThrow("ISO-8601");
  });
});
