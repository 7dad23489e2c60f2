import type { Call } from "./calls.ts";
import type { AwsCredentials, AwsSession } from "./credentials.ts";
import type { Fault } from "./faults.ts";
import type { Paging } from "./operations/operation.ts";
import type { Denial } from "./rights.ts";
import type { SecretContent } from "./state.ts";
import type { Role } from "./sts.ts";

/** Where a put or rotated value now stands. */
export interface PutResult {
  readonly arn: string;
  readonly versionId: string;
}

/** A running store on the loopback interface, and the strings to pull. */
export interface AwsStore {
  /** `http://127.0.0.1:PORT`, for Secrets Manager and for the Security Token Service. */
  readonly endpoint: string;
  readonly region: string;
  /** The key pair of the account's owner, made for this store. */
  readonly credentials: AwsCredentials;
  /** Every request so far, in order of arrival. */
  readonly calls: readonly Call[];
  /** The calls of operations that are not known to read. */
  readonly writes: readonly Call[];
  /** Entries of a page at most; may be changed at any time. At first 20 for a batch, 100 for a list, as at the vendor. */
  readonly paging: Paging;

  /** Makes a secret, or gives an existing one a new current version. */
  put(name: string, content: SecretContent & { readonly description?: string }): PutResult;
  /** Adds a version under `stages` (default AWSCURRENT); throws when there is no such secret. */
  rotate(name: string, content: SecretContent & { readonly stages?: readonly string[] }): PutResult;
  scheduleDeletion(name: string): void;
  remove(name: string): void;

  /** Takes a right away; rights add up to nothing until `allow()`. */
  deny(denial: Denial): void;
  /** Gives all rights back. */
  allow(): void;

  /** Lets a role be assumed. */
  addRole(arn: string, options?: Omit<Role, "arn">): void;
  /** Temporary credentials as AssumeRole would give them, for `seconds` (default 3600). */
  issueSession(seconds?: number): AwsSession;
  /** Ends all sessions that were issued so far. */
  expireSessions(): void;

  fault(fault: Fault): void;
  clearFaults(): void;
  /** Ends every connection, even one in the middle of an answer, and frees the port. */
  close(): Promise<void>;
}
