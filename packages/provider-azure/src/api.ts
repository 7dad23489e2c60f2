import type { CallContext } from "@keyferry/core/provider";

/** What Key Vault says of a secret or of one of its versions. Every part may be missing: an answer is checked before it is believed. */
export interface SecretEntry {
  readonly name?: string;
  readonly version?: string;
  readonly contentType?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
  readonly notBefore?: Date;
  readonly expiresAt?: Date;
}

export interface SecretValue extends SecretEntry {
  readonly text?: string;
}

export interface EntryPage {
  readonly entries: readonly SecretEntry[];
  /** The address of the next page, of the vault's own origin. */
  readonly next?: string;
}

/** Who is logged in, as the token itself says, and until when. */
export interface LoginInfo {
  readonly identity?: string;
  readonly endsAt?: Date;
}

/** The calls that a session makes, in our own terms. Each throws a `ProviderError`. */
export interface SecretsApi {
  get(name: string, version: string | undefined, context: CallContext): Promise<SecretValue>;
  list(maxResults: number, cursor: string | undefined, context: CallContext): Promise<EntryPage>;
  versions(name: string, cursor: string | undefined, context: CallContext): Promise<EntryPage>;
  /** Whether a secret of that name waits to be recovered or purged; `false` where that cannot be told. */
  isDeleted(name: string, context: CallContext): Promise<boolean>;
  /** What is known of the login in use; empty before the first call. */
  login(): LoginInfo;
  close(): void;
}
