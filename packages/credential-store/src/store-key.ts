import { randomBytes } from "node:crypto";
import { keyBindingText } from "./binding.ts";
import { KEY_BYTES, seal, unseal } from "./cipher.ts";
import type { Keeper, KeeperWorld } from "./keepers/keeper.ts";
import { recordedKeeper } from "./keepers/table.ts";
import { keeperProblem } from "./problem.ts";
import type { KeeperRecord } from "./sealed-file.ts";

/** The key of a store, unwrapped. */
export interface StoreKey {
  readonly record: KeeperRecord;
  readonly key: Buffer;
}

/** A new key. `undo` removes it from its keeper, if the file was not written. */
export interface MadeKey extends StoreKey {
  readonly undo: () => Promise<void>;
}

export async function makeKey(keeper: Keeper): Promise<MadeKey> {
  const keyId = randomBytes(16).toString("hex");
  const kept = await keeper.create(keyId);
  const key = randomBytes(KEY_BYTES);
  const kind = keeper.text.split(":", 1)[0] ?? keeper.text;
  const wrapped = seal(kept.key, key, keyBindingText(keyId, kind));
  kept.key.fill(0);
  return { key, record: { kind, keyId, wrapped, with: kept.with }, undo: kept.undo ?? (async () => {}) };
}

/**
 * Unwraps the key of a file with its keeper. A wrong passphrase, another machine's key and a damaged file give the same
 * error, so that nobody learns which of them it was.
 */
export async function recallKey(record: KeeperRecord, path: string, world: KeeperWorld): Promise<StoreKey> {
  const keeper = await recordedKeeper(record, path, world);
  const wrapping = await keeper.recall(record.keyId);
  const key = unseal(wrapping, record.wrapped, keyBindingText(record.keyId, record.kind));
  wrapping.fill(0);
  if (key?.length === KEY_BYTES) return { key, record };
  throw keeperProblem(
    keeper.text,
    "what it gives does not open the sealed logins",
    "a wrong passphrase, the key of another machine, or a damaged file: try again, put a backup back, or log in anew",
  );
}
