import type { StorePlace } from "@keyferry/core";

/** What a keeper creates for a new store: the wrapping key, and what the file must say to find it again. */
export interface Kept {
  readonly key: Buffer;
  readonly with: Readonly<Record<string, string>>;
  /** Undoes the creation, if the store was not written after all. */
  readonly undo?: () => Promise<void>;
}

/**
 * Holds the 32 bytes that wrap a store's key. Every call throws a `KeyferryError` that names the keeper; none creates a
 * key where one should already exist.
 */
export interface Keeper {
  /** As a person writes it: `keychain`, `key-file:/absolute/path`. */
  readonly text: string;
  /** For a new store. `keyId` is the store key's id: random, new each time. */
  create(keyId: string): Promise<Kept>;
  /** The wrapping key of an existing store. */
  recall(keyId: string): Promise<Buffer>;
  /**
   * Called once the store has moved to another keeper: removes what we put there ourselves. A person's own files stay.
   */
  release(keyId: string): Promise<void>;
}

/** What keepers need from outside. */
export interface KeeperWorld {
  readonly env: StorePlace["env"];
  /** The passphrase, or a new one if `fresh`. Throws `KeyferryError` if it cannot be obtained. */
  readonly passphrase: (fresh: boolean) => Promise<string>;
  /** How long a keeper outside this process may take, in milliseconds. */
  readonly limitMs: number;
}

/** One kind of keeper. */
export interface KeeperKind {
  /** Parses the text after the colon (`""` if there is no colon); undefined if it does not fit. */
  parse(rest: string): Readonly<Record<string, string>> | undefined;
  /** Makes a keeper from what `parse` or the file gave; undefined if the file's data does not fit. */
  make(given: Readonly<Record<string, string>>, world: KeeperWorld): Keeper | undefined;
}
