/** The claims of a service account's signature that anybody looks at. */
export interface Claims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly aud?: unknown;
  readonly scope?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

interface Signer {
  readonly email: string;
  readonly keyId: string;
  hasSigned(text: string, signature: string): boolean;
}

function part(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? "", "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checks a signature as https://developers.google.com/identity/protocols/oauth2/service-account has it made: RS256 of the
 * one key, by the account itself, for an hour at most, and for now. Gives the claims, or what is wrong in Google's words.
 */
export function checkJwt(text: string, signer: Signer, now: number): Claims | string {
  const [head, body, signature, ...rest] = text.split(".");
  const header = part(head);
  const claims: Claims | undefined = part(body);
  if (header?.alg !== "RS256" || claims === undefined || signature === undefined || rest.length > 0) {
    return "Invalid JWT: Failed signature.";
  }
  if (claims.iss !== signer.email || (header.kid !== undefined && header.kid !== signer.keyId)) {
    return "Invalid grant: account not found";
  }
  if (!signer.hasSigned(`${head}.${body}`, signature)) return "Invalid JWT Signature.";
  const iat = Number(claims.iat) * 1000;
  const exp = Number(claims.exp) * 1000;
  if (!(exp > now && iat <= now + 60_000 && exp - iat <= 3_600_000)) {
    return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.";
  }
  return claims;
}
