import type { FieldValue } from "./manifest.ts";

/** What a sealed login is bound to: it cannot be opened for another connection, provider or origin. */
export interface SealedFor {
  readonly connectionId: string;
  readonly provider: string;
  /** The connection's `pointsTo` fields, with the values for which a person confirmed the login. */
  readonly origin: Readonly<Record<string, FieldValue>>;
}

/** Sensitive field → credential. */
export type Credentials = Readonly<Record<string, string>>;

/** What can be told about a sealed login without opening it. Never a part of the login. */
export interface SealedEntry {
  readonly connectionId: string;
  readonly provider: string;
  readonly origin: SealedFor["origin"];
  /** The names of the sealed fields. */
  readonly fields: readonly string[];
  /** ISO 8601, UTC. */
  readonly sealedAt: string;
  /** When the credential expires, as the person said. ISO 8601, UTC. */
  readonly expiresAt?: string;
}

/** What can be told about the store without asking its keeper. */
export interface StoreStatus {
  /** The keeper of the key, as a person writes it: `keychain`, `key-file:/absolute/path`. */
  readonly keeper: string;
  readonly entries: readonly SealedEntry[];
}

export interface SealOptions {
  /**
   * The keeper of a new store, as a person writes it. An existing store keeps its own, and refuses another (`rule`).
   */
  readonly keeper?: string;
  /** ISO 8601, UTC. */
  readonly expiresAt?: string;
}

/**
 * Where the credentials of `stored` sources are kept: sealed, with the key held by one named keeper. Every call throws
 * `KeyferryError`: `settings` for a file that is damaged, newer, owned by somebody else or open to others;
 * `unauthenticated` if the keeper does not give the right key; `unavailable` if it does not answer in time;
 * `invalid-connection` for a login that was sealed for another origin.
 */
export interface CredentialStore {
  /** All sealed fields of a connection; empty if nothing is sealed for it. The keeper is asked once for all calls. */
  open(connection: SealedFor, options?: { readonly signal?: AbortSignal }): Promise<Credentials>;
  /**
   * Seals a login and replaces the former one. Resolves once a fresh process has opened it and found the same
   * credentials.
   */
  seal(connection: SealedFor, credentials: Credentials, options?: SealOptions): Promise<void>;
  /** Deletes a connection's login, without asking the keeper. False if there was none. */
  forget(connectionId: string): Promise<boolean>;
  /** Undefined if nothing was ever sealed. Asks no keeper. */
  status(): Promise<StoreStatus | undefined>;
  /**
   * Seals all logins again, with a new key for another keeper: all of them or none. Those that belong to none of
   * `connectionIds` are dropped. Resolves with the ids of the connections whose logins were sealed.
   */
  rewrap(keeper: string, connectionIds: ReadonlySet<string>): Promise<readonly string[]>;
  /** Drops the key from memory. */
  dispose(): void;
}

/** Where a store keeps its file, and the environment that its keepers read. */
export interface StorePlace {
  /** Absolute path of the user's `settings.json`: the sealed file is kept beside it. */
  readonly settingsPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Opens the store at its first use, so that its package is not loaded without need. */
export type OpenCredentialStore = (place: StorePlace) => Promise<CredentialStore>;
