import { randomBytes, randomInt } from "node:crypto";

/** A key pair that signs requests. The secret parts are random and made anew for each store. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Temporary credentials, in the shape that the SDK takes. */
export interface AwsSession extends AwsCredentials {
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Whom a key belongs to. */
export interface Principal {
  readonly credentials: AwsCredentials;
  readonly session?: { readonly token: string /** Milliseconds since the epoch. */; expiration: number };
  readonly arn: string;
  readonly userId: string;
}

/** The keys that a store knows: one long-lived pair, and the sessions that it has issued. */
export class CredentialBook {
  readonly #principals = new Map<string, Principal>();
  readonly #now: () => number;
  readonly account: string;
  readonly owner: AwsCredentials;

  constructor(account: string, now: () => number) {
    this.account = account;
    this.#now = now;
    this.owner = keyPair("AKIA");
    const arn = `arn:aws:iam::${account}:user/harness`;
    this.#principals.set(this.owner.accessKeyId, { credentials: this.owner, arn, userId: keyId("AIDA") });
  }

  find(accessKeyId: string): Principal | undefined {
    return this.#principals.get(accessKeyId);
  }

  /** Issues temporary credentials for the principal `arn`, valid for `seconds`. */
  issue(arn: string, userId: string, seconds: number): AwsSession {
    const credentials = keyPair("ASIA");
    const sessionToken = randomBytes(96).toString("base64");
    const expiration = this.#now() + seconds * 1000;
    const session = { token: sessionToken, expiration };
    this.#principals.set(credentials.accessKeyId, { credentials, session, arn, userId });
    return { ...credentials, sessionToken, expiration: new Date(expiration) };
  }

  /** Ends every session that was issued so far. */
  expireSessions(): void {
    for (const { session } of this.#principals.values()) if (session) session.expiration = 0;
  }
}

function keyPair(prefix: string): AwsCredentials {
  return { accessKeyId: keyId(prefix), secretAccessKey: randomBytes(30).toString("base64") };
}

/** An identifier of 20 characters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function keyId(prefix: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return prefix + Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join("");
}
