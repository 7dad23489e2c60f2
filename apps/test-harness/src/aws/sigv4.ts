import { createHash, createHmac } from "node:crypto";

/**
 * Signature Version 4 from the verifier's side, written from the vendor's description and not from the SDK, so that a
 * fault of the client cannot cancel itself out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as they stood on the request line. */
  readonly target: string;
  /** Names in lower case; several values of one name are joined with a comma, as on the wire. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;_-]+),\s*Signature=([0-9a-f]{64})$/;

/** Reads an Authorization header; `undefined` when it is not one of this scheme, whole. */
export function parseAuthorization(header: string): Authorization | undefined {
  const [, accessKeyId, date, region, service, headers, signature] = authorizationForm.exec(header) ?? [];
  if (!accessKeyId || !date || !region || !service || !headers || !signature) return undefined;
  return { accessKeyId, date, region, service, signedHeaders: headers.split(";"), signature };
}

export function sha256Hex(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The signature that a holder of `secretAccessKey` would have made, in lower-case hex. */
export function expectedSignature(request: SignedRequest, scope: Authorization, secretAccessKey: string): string {
  const scopeText = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    request.headers["x-amz-date"] ?? "",
    scopeText,
    sha256Hex(canonicalRequest(request, scope)),
  ].join("\n");
  const key = [scope.date, scope.region, scope.service, "aws4_request"].reduce<Buffer>(
    (chained, part) => hmac(chained, part),
    Buffer.from(`AWS4${secretAccessKey}`, "utf8"),
  );
  return hmac(key, stringToSign).toString("hex");
}

function canonicalRequest(request: SignedRequest, { signedHeaders, service }: Authorization): string {
  const [path = "/", query = ""] = splitOnce(request.target, "?");
  const headers = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}\n`);
  return [
    request.method,
    // S3 alone takes the path as it was sent, and the hash of the body, or that there is none, from a header
    // (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
    service === "s3" ? path : path.split("/").map(encodeOctets).join("/"),
    canonicalQuery(query),
    headers.join(""),
    signedHeaders.join(";"),
    service === "s3" ? (request.headers["x-amz-content-sha256"] ?? "") : sha256Hex(request.body),
  ].join("\n");
}

function canonicalQuery(query: string): string {
  if (query === "") return "";
  const pairs = query.split("&").map((pair) => {
    const [name = "", value = ""] = splitOnce(pair, "=");
    return [encodeOctets(decodeURIComponent(name)), encodeOctets(decodeURIComponent(value))] as const;
  });
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  pairs.sort(([a, x], [b, y]) => order(a, b) || order(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join("&");
}

/** Everything but the unreserved characters, as upper-case `%XX`. */
function encodeOctets(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data, "utf8").digest();
}
