import { generateKeyPairSync, type KeyObject, randomBytes, verify } from "node:crypto";

/** Who may ask this store: a service account with a key, a person with a refresh token, a pool with subject tokens. */
export class CredentialBook {
  readonly email: string;
  readonly keyId = randomBytes(20).toString("hex");
  readonly privateKeyPem: string;
  readonly user = {
    clientId: `${randomBytes(6).toString("hex")}.apps.googleusercontent.com`,
    clientSecret: randomBytes(16).toString("base64url"),
    refreshToken: `1//${randomBytes(32).toString("base64url")}`,
  };
  readonly audience: string;
  readonly subjectToken = `subject.${randomBytes(24).toString("base64url")}`;
  readonly #tokens = new Map<string, { readonly principal: string; ends: number }>();
  readonly #publicKey: KeyObject;
  readonly #signatures = new Map<string, boolean>();
  readonly #now: () => number;

  constructor(project: string, projectNumber: string, now: () => number) {
    this.#now = now;
    this.email = `harness@${project}.iam.gserviceaccount.com`;
    this.audience = `//iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/harness/providers/ci`;
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#publicKey = publicKey;
    this.privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  }

  /** Whether the key made a signature. Told once for each token: the service's arithmetic is not the caller's time. */
  hasSigned(text: string, signature: string): boolean {
    const id = `${text}.${signature}`;
    const known = this.#signatures.get(id);
    if (known !== undefined) return known;
    const made = verify("RSA-SHA256", Buffer.from(text), this.#publicKey, Buffer.from(signature, "base64url"));
    this.#signatures.set(id, made);
    return made;
  }

  /** An opaque access token for `principal`, for `seconds`. */
  issue(principal: string, seconds = 3599): { readonly token: string; readonly ends: number } {
    const token = `ya29.${randomBytes(64).toString("base64url")}`;
    const ends = this.#now() + seconds * 1000;
    this.#tokens.set(token, { principal, ends });
    return { token, ends };
  }

  find(token: string): { readonly principal: string; readonly expired: boolean } | undefined {
    const known = this.#tokens.get(token);
    return known && { principal: known.principal, expired: known.ends <= this.#now() };
  }

  /** Ends every token that was issued so far. */
  expireTokens(): void {
    for (const token of this.#tokens.values()) token.ends = 0;
  }
}
