import type { Call } from "./calls.ts";
import type { Fault } from "./faults.ts";
import type { Credentials } from "./logins.ts";
import type { Denial } from "./rights.ts";
import type { TokenTerms } from "./tokens.ts";

/** What to put: an object, or the JSON text of one, which keeps the digits of long numbers. */
export type SecretRecord = Readonly<Record<string, unknown>> | string;

export interface PutOptions {
  /** Default `secret`. */
  readonly mount?: string;
  readonly customMetadata?: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch at which the version deletes itself. */
  readonly deletedAt?: number;
}

/** Which secret, and which of its versions: all of them if absent. */
export interface Which {
  /** Default `secret`. */
  readonly mount?: string;
  readonly versions?: readonly number[];
}

/** A running store on the loopback interface, and the strings to pull. */
export interface VaultStore {
  /** `http://127.0.0.1:PORT` or `https://localhost:PORT`; of a store on a Unix socket `http://localhost`. */
  readonly endpoint: string;
  /** A token that does not end. */
  readonly token: string;
  /** What the auth methods take. */
  readonly credentials: Credentials;
  /** Every request so far, in order of arrival. */
  readonly calls: readonly Call[];
  /** The calls that would change something, all of them refused. */
  readonly writes: readonly Call[];
  /** What the tokens of logins are issued for; may be changed at any time. At first an hour, renewable. */
  readonly terms: { login: TokenTerms };

  /** Adds an engine. At first there are `secret`, KV version 2, and `kv`, KV version 1. */
  mount(path: string, version: 1 | 2, type?: string): void;
  /** Makes a secret, or gives an existing one a new version, whose number it gives. */
  put(name: string, record: SecretRecord, options?: PutOptions): number;
  /** Marks versions as deleted. */
  delete(name: string, which?: Which): void;
  destroy(name: string, which?: Which): void;
  /** Takes the secret away with all its versions. */
  remove(name: string, mount?: string): void;

  /** Takes a right away; rights add up to nothing until `allow()`. */
  deny(denial: Denial): void;
  /** Gives all rights back. */
  allow(): void;

  issueToken(terms: TokenTerms, displayName?: string): string;
  /** Whether a token still stands. */
  knows(token: string): boolean;
  /** How many tokens stand besides `token`. */
  openLogins(): number;
  /** Ends every token but `token`. */
  expireTokens(): void;
  /** Lets the holder of a client certificate (PEM) log in. */
  trustCertificate(pem: string): void;

  fault(fault: Fault): void;
  clearFaults(): void;
  /** Ends every connection, even one in the middle of an answer, and frees the port. */
  close(): Promise<void>;
}
