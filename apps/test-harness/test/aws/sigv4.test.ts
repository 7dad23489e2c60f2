import { describe, expect, it } from "vitest";
import { expectedSignature, parseAuthorization, type SignedRequest } from "../../src/aws/sigv4.ts";

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const base: SignedRequest = {
  method: "GET",
  target: "/",
  headers: { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z" },
  body: Buffer.alloc(0),
};

function sign(request: SignedRequest): string {
  const scope = { accessKeyId: "AKIDEXAMPLE", date: "20150830", region: "us-east-1", service: "service" };
  const signedHeaders = Object.keys(request.headers).sort();
  return expectedSignature(request, { ...scope, signedHeaders, signature: "" }, secret);
}

describe("Signature Version 4", () => {
  // The vendor's published test suite: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
  it.each([
    ["get-vanilla", base, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["post-vanilla", { ...base, method: "POST" }, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
    [
      "get-vanilla-query-order-key-case",
      { ...base, target: "/?Param2=value2&Param1=value1" },
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
  ])("agrees with the vendor on %s", (_, request, signature) => {
    expect(sign(request)).toBe(signature);
  });

  it("changes with every part that is signed", () => {
    const variants = [
      base,
      { ...base, method: "PUT" },
      { ...base, target: "/a" },
      { ...base, target: "/?a=1" },
      { ...base, target: "/?a=2" },
      { ...base, body: Buffer.from("x") },
      { ...base, headers: { ...base.headers, host: "other" } },
      { ...base, headers: { ...base.headers, "x-amz-date": "20150830T123601Z" } },
      { ...base, headers: { ...base.headers, "x-amz-target": "a.b" } },
    ];
    expect(new Set(variants.map(sign)).size).toBe(variants.length);
  });

  it("reads only a whole header", () => {
    const whole = `AWS4-HMAC-SHA256 Credential=AK/20150830/eu-west-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"a".repeat(64)}`;
    expect(parseAuthorization(whole)).toMatchObject({ accessKeyId: "AK", signedHeaders: ["host", "x-amz-date"] });
    for (const damaged of ["", whole.slice(1), whole.slice(0, -1), whole.replace("aws4_request", "x"), `${whole} `]) {
      expect(parseAuthorization(damaged)).toBeUndefined();
    }
  });
});
