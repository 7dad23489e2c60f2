import type { StorePlace } from "@keyferry/core";

/** What a keeper makes at the start of a store: the key that wraps, and what the file must say to find it again. */
export interface Kept {
  readonly key: Buffer;
  readonly with: Readonly<Record<string, string>>;
  /** Takes back what was made, where the store was not written after all. */
  readonly undo?: () => Promise<void>;
}

/**
 * Who holds the 32 bytes that wrap a store's key. Every call throws `KeyferryError` that names the keeper; none makes a key
 * where one should have been.
 */
export interface Keeper {
  /** As a person writes it: `keychain`, `key-file:/absolute/path`. */
  readonly text: string;
  /** For a new store. `keyId` is the store key's id: random, new each time. */
  create(keyId: string): Promise<Kept>;
  /** The key of a store that is there. */
  recall(keyId: string): Promise<Buffer>;
  /** The store has moved to another keeper: what we put there ourselves goes. A person's own files stay. */
  release(keyId: string): Promise<void>;
}

/** What keepers need from outside. */
export interface KeeperWorld {
  readonly env: StorePlace["env"];
  /** The passphrase, from wherever it comes; `fresh`: a new one. Throws `KeyferryError` where it cannot be had. */
  readonly passphrase: (fresh: boolean) => Promise<string>;
  /** How long a keeper outside of this process may take, in milliseconds. */
  readonly limitMs: number;
}

/** One kind of keeper. */
export interface KeeperKind {
  /** What stands behind the colon, checked; undefined where it does not fit. `""`: no colon. */
  parse(rest: string): Readonly<Record<string, string>> | undefined;
  /** A keeper of what `parse` or the file gave; undefined where the file's does not fit. */
  make(given: Readonly<Record<string, string>>, world: KeeperWorld): Keeper | undefined;
}
