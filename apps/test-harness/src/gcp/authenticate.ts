import type { CredentialBook } from "./credentials.ts";
import { checkJwt } from "./jwt.ts";
import { Refusal } from "./refusal.ts";

export const cloudPlatform = "https://www.googleapis.com/auth/cloud-platform";

/** The audience that a self-signed token may name in place of a scope: https://google.aip.dev/auth/4111 */
const audience = "https://secretmanager.googleapis.com/";

/** Who sent a request to a Google API, told by its bearer token. Throws UNAUTHENTICATED or PERMISSION_DENIED. */
export function authenticate(authorization: string | undefined, book: CredentialBook, now: number): string {
  const token = /^Bearer ([\x21-\x7e]+)$/.exec(authorization ?? "")?.[1];
  if (!token) throw unauthenticated("CREDENTIALS_MISSING");
  const known = book.find(token);
  if (known?.expired) throw unauthenticated("ACCESS_TOKEN_EXPIRED");
  if (known) return known.principal;
  const claims = checkJwt(token, book, now);
  if (typeof claims === "string" || claims.sub !== book.email) throw unauthenticated("ACCESS_TOKEN_TYPE_UNSUPPORTED");
  const scoped = String(claims.scope ?? "")
    .split(" ")
    .includes(cloudPlatform);
  if (claims.aud !== undefined ? claims.aud !== audience : !scoped) {
    const what = "Request had insufficient authentication scopes.";
    throw new Refusal("PERMISSION_DENIED", what, "ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  }
  return book.email;
}

function unauthenticated(reason: string): Refusal {
  const what =
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.";
  return new Refusal("UNAUTHENTICATED", what, reason);
}
