import type { KeeperWorld } from "./keepers/keeper.ts";
import { KEEPER_FORMS, parseKeeper } from "./keepers/table.ts";
import { problem } from "./problem.ts";
import type { KeeperRecord } from "./sealed-file.ts";
import { type MadeKey, makeKey, recallKey, type StoreKey } from "./store-key.ts";

/**
 * The key of the store. It is asked for once: however many connections open at the same time, the keeper gets one
 * request.
 */
export class StoreKeys {
  readonly #path: string;
  readonly #world: KeeperWorld;
  #asked: { readonly record: string; readonly key: Promise<StoreKey> } | undefined;

  constructor(path: string, world: KeeperWorld) {
    this.#path = path;
    this.#world = world;
  }

  /** The key of the file that has this keeper. A failure is not kept: the next call asks again. */
  of(keeper: KeeperRecord): Promise<StoreKey> {
    const record = JSON.stringify(keeper);
    if (this.#asked?.record === record) return this.#asked.key;
    const asked = { record, key: recallKey(keeper, this.#path, this.#world) };
    this.#asked = asked;
    asked.key.catch(() => {
      if (this.#asked === asked) this.#asked = undefined;
    });
    return asked.key;
  }

  /** A key for a new file. Throws `KeyferryError` (`usage`) if no keeper is named. */
  async make(keeper: string | undefined): Promise<MadeKey> {
    if (keeper !== undefined) return makeKey(await parseKeeper(keeper, this.#world));
    const hint = `choose one: --keeper ${KEEPER_FORMS.join(", --keeper ")}`;
    throw problem("usage", "credential store", "it is not said who keeps the key of the sealed logins", hint);
  }

  remember({ key, record }: StoreKey): void {
    this.#asked = { record: JSON.stringify(record), key: Promise.resolve({ key, record }) };
  }

  dispose(): void {
    const asked = this.#asked;
    this.#asked = undefined;
    asked?.key.then(({ key }) => key.fill(0)).catch(() => undefined);
  }
}
