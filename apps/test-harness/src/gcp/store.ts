import type { Call } from "./calls.ts";
import type { Fault } from "./faults.ts";
import type { CredentialFiles } from "./files.ts";
import type { Denial } from "./rights.ts";
import type { SecretContent, SecretMetadata, SecretVersion } from "./state.ts";

/** Where a put value now stands. */
export interface PutResult {
  /** The resource name of the version, with the project's number. */
  readonly name: string;
  readonly version: string;
}

/** A running store on the loopback interface, and the strings to pull. */
export interface GcpStore {
  /** `http://127.0.0.1:PORT`: Secret Manager, the token endpoints, and the metadata server. */
  readonly endpoint: string;
  /** The token endpoint. */
  readonly tokenUri: string;
  /** What GCE_METADATA_HOST must be for the machine's own login. */
  readonly metadataHost: string;
  readonly project: string;
  readonly projectNumber: string;
  /** The service account that the key and the metadata server are of. */
  readonly email: string;
  /** What the other identity provider gives to the subject of a federated login. */
  readonly subjectToken: string;
  readonly files: CredentialFiles;
  /** Every request so far, in order of arrival. */
  readonly calls: readonly Call[];
  /** The calls that are not known to read. */
  readonly writes: readonly Call[];
  /** Entries of a page at most; may be changed at any time. */
  readonly paging: { list: number };

  /** Makes a secret, or adds a version to an existing one. */
  put(id: string, content: SecretContent & SecretMetadata): PutResult;
  /** Makes a secret that has no version. */
  putEmpty(id: string): void;
  /** Turns one version, by default the newest, into another state. */
  setState(id: string, state: SecretVersion["state"], version?: string): void;
  setAlias(id: string, alias: string, version: string): void;
  remove(id: string): void;

  /** Takes a right away; denials add up until `allow()`. */
  deny(denial: Denial): void;
  /** Gives all rights back. */
  allow(): void;
  /** Ends all tokens that were issued so far. A key goes on signing. */
  expireTokens(): void;

  fault(fault: Fault): void;
  clearFaults(): void;
  /** Ends every connection, even one in the middle of an answer, and frees the port. */
  close(): Promise<void>;
}
