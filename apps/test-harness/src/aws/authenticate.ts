import { timingSafeEqual } from "node:crypto";
import type { CredentialBook, Principal } from "./credentials.ts";
import { Refusal } from "./refusal.ts";
import { type Authorization, expectedSignature, parseAuthorization, type SignedRequest, sha256Hex } from "./sigv4.ts";

const minute = 60_000;

export interface Expected {
  readonly service: string;
  /** Regions that the scope may name; the first is the store's own. */
  readonly regions: readonly string[];
  readonly now: number;
}

/**
 * Proves who sent a request, in the order in which the vendor looks: form, scope, date, key, token, signature.
 * Throws a {@link Refusal} under the name that the JSON protocol uses.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function authenticate(request: SignedRequest, book: CredentialBook, expected: Expected): Principal {
  const header = request.headers.authorization;
  if (!header) throw new Refusal("MissingAuthenticationTokenException", "Missing Authentication Token");
  const auth = parseAuthorization(header);
  if (!auth)
    throw new Refusal("IncompleteSignatureException", "Authorization header is not of the form of AWS4-HMAC-SHA256.");
  checkSignedHeaders(request, auth);
  checkScope(auth, expected);
  checkDate(request, auth, expected.now);
  const principal = book.find(auth.accessKeyId);
  if (!principal) throw unrecognized();
  checkToken(principal, request.headers["x-amz-security-token"], expected.now);
  checkSignature(request, auth, principal);
  return principal;
}

function checkSignedHeaders(request: SignedRequest, auth: Authorization): void {
  const needed = Object.keys(request.headers).filter(
    (name) => name === "host" || name === "content-type" || name.startsWith("x-amz-"),
  );
  const missing = needed.filter((name) => !auth.signedHeaders.includes(name));
  if (!request.headers.host) missing.push("host");
  if (missing.length > 0) throw invalid(`'${missing.join("', '")}' must be a 'SignedHeader' in the AWS Authorization.`);
  const sorted = [...auth.signedHeaders].sort();
  if (sorted.join() !== auth.signedHeaders.join()) throw invalid("SignedHeaders must be sorted.");
}

function checkScope(auth: Authorization, expected: Expected): void {
  if (auth.service !== expected.service) {
    throw invalid(`Credential should be scoped to correct service: '${expected.service}'.`);
  }
  if (!expected.regions.includes(auth.region)) {
    throw invalid(`Credential should be scoped to a valid region, not '${auth.region}'.`);
  }
}

/** The vendor accepts a date of up to 15 minutes ago, and of up to 5 minutes ahead. */
function checkDate(request: SignedRequest, auth: Authorization, now: number): void {
  const stamp = request.headers["x-amz-date"] ?? "";
  const [, year, month, day, hour, min, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${min}:${second}Z`);
  if (Number.isNaN(at)) throw new Refusal("IncompleteSignatureException", "Date must be in ISO-8601 'basic format'.");
  if (!stamp.startsWith(auth.date)) {
    throw invalid(`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date: '${auth.date}'.`);
  }
  const oldest = now - 15 * minute;
  const newest = now + 5 * minute;
  const here = isoBasic(now);
  if (at < oldest)
    throw invalid(`Signature expired: ${stamp} is now earlier than ${isoBasic(oldest)} (${here} - 15 min.)`);
  if (at > newest) {
    throw invalid(`Signature not yet current: ${stamp} is still later than ${isoBasic(newest)} (${here} + 5 min.)`);
  }
}

function checkToken(principal: Principal, token: string | undefined, now: number): void {
  if (token !== principal.session?.token) throw unrecognized();
  if (principal.session && principal.session.expiration <= now) {
    throw new Refusal("ExpiredTokenException", "The security token included in the request is expired");
  }
}

function checkSignature(request: SignedRequest, auth: Authorization, principal: Principal): void {
  const claimed = request.headers["x-amz-content-sha256"];
  const expected = expectedSignature(request, auth, principal.credentials.secretAccessKey);
  const same = timingSafeEqual(Buffer.from(expected, "hex"), Buffer.from(auth.signature, "hex"));
  if (!same || (claimed !== undefined && claimed !== sha256Hex(request.body))) {
    throw invalid(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
    );
  }
}

function isoBasic(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function invalid(message: string): Refusal {
  return new Refusal("InvalidSignatureException", message);
}

function unrecognized(): Refusal {
  return new Refusal("UnrecognizedClientException", "The security token included in the request is invalid.");
}
