import { sign } from "node:crypto";
import type { GcpStore } from "../../src/gcp/index.ts";

const part = (of: object): string => Buffer.from(JSON.stringify(of)).toString("base64url");

/** What the key of the store's service account signs; `more` changes its claims. */
export function signed(store: GcpStore, more: object = {}, header: object = {}): string {
  const key = JSON.parse(store.files.key());
  const iat = Math.floor(Date.now() / 1000);
  const scope = "https://www.googleapis.com/auth/cloud-platform";
  const claims = { iss: key.client_email, sub: key.client_email, scope, iat, exp: iat + 3600, ...more };
  const text = `${part({ alg: "RS256", typ: "JWT", kid: key.private_key_id, ...header })}.${part(claims)}`;
  return `${text}.${sign("RSA-SHA256", Buffer.from(text), key.private_key).toString("base64url")}`;
}
