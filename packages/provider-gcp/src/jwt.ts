import { sign } from "node:crypto";
import type { KeyLogin } from "./login.ts";

function part(of: object): string {
  return Buffer.from(JSON.stringify(of)).toString("base64url");
}

/** Seconds that a signature of ours is valid, the most that Google takes. */
const LASTS = 3600;

export interface SignedClaims {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly ends: number;
}

/** A JSON Web Token that the service account's key signs (RS256). */
export function signClaims(login: KeyLogin, claims: Readonly<Record<string, string>>, now: number): SignedClaims {
  const iat = Math.floor(now / 1000);
  const header = { alg: "RS256", typ: "JWT", ...(login.keyId === undefined ? {} : { kid: login.keyId }) };
  const signed = `${part(header)}.${part({ iss: login.email, ...claims, iat, exp: iat + LASTS })}`;
  const signature = sign("RSA-SHA256", Buffer.from(signed), login.privateKey);
  return { text: `${signed}.${signature.toString("base64url")}`, ends: (iat + LASTS) * 1000 };
}
