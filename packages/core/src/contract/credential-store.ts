import type { FieldValue } from "./manifest.ts";

/** What a sealed login is bound to: for another connection, provider or origin it does not open. */
export interface SealedFor {
  readonly connectionId: string;
  readonly provider: string;
  /** The connection's `pointsTo` fields, with the values for which its login was confirmed. */
  readonly origin: Readonly<Record<string, FieldValue>>;
}

/** Sensitive field → credential. */
export type Credentials = Readonly<Record<string, string>>;

/** What may be said of a sealed login without opening it. Never a part of it. */
export interface SealedEntry {
  readonly connectionId: string;
  readonly provider: string;
  readonly origin: SealedFor["origin"];
  /** The names of the sealed fields. */
  readonly fields: readonly string[];
  /** ISO 8601, UTC. */
  readonly sealedAt: string;
  /** When the credential ends, as the person said. ISO 8601, UTC. */
  readonly expiresAt?: string;
}

/** What may be said of the store without asking its keeper. */
export interface StoreStatus {
  /** The keeper of the key, as a person writes it: `keychain`, `key-file:/absolute/path`. */
  readonly keeper: string;
  readonly entries: readonly SealedEntry[];
}

export interface SealOptions {
  /** The keeper of a new store, as a person writes it. A store that is there keeps its own, and refuses (`rule`) another. */
  readonly keeper?: string;
  /** ISO 8601, UTC. */
  readonly expiresAt?: string;
}

/**
 * Where the credentials of `stored` sources rest: sealed, with the key in the hands of one named keeper. Every call throws
 * `KeyferryError`: `settings` for a file that is damaged, newer, foreign or loose, `unauthenticated` where the keeper does not give
 * the right key, `unavailable` where it does not answer in time, `invalid-connection` for a login that was sealed for another origin.
 */
export interface CredentialStore {
  /** All sealed fields of a connection; none where nothing is sealed for it. The keeper is asked once for all calls. */
  open(connection: SealedFor, options?: { readonly signal?: AbortSignal }): Promise<Credentials>;
  /** Seals in the place of what was there. Resolves once a fresh process has opened it again and found the same. */
  seal(connection: SealedFor, credentials: Credentials, options?: SealOptions): Promise<void>;
  /** Takes a connection's login away, without asking the keeper. False where there was none. */
  forget(connectionId: string): Promise<boolean>;
  /** Undefined where nothing was ever sealed. Asks no keeper. */
  status(): Promise<StoreStatus | undefined>;
  /**
   * Seals everything anew, with a new key for another keeper, all or nothing. What belongs to none of `connectionIds` is
   * dropped. Resolves with the ids of what was sealed.
   */
  rewrap(keeper: string, connectionIds: ReadonlySet<string>): Promise<readonly string[]>;
  /** Lets go of the key. */
  dispose(): void;
}

/** Where a store keeps its file, and the environment that its keepers read. */
export interface StorePlace {
  /** Absolute path of the person's `settings.json`: the sealed file rests beside it. */
  readonly settingsPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Makes the store at its first use: what is not used is not loaded. */
export type OpenCredentialStore = (place: StorePlace) => Promise<CredentialStore>;
