import type { CredentialStore, OpenCredentialStore, StorePlace } from "../contract/credential-store.ts";
import { isKeyferryError, KeyferryError } from "../contract/failure.ts";

/**
 * The credential store, opened when it is first needed: without a `stored` source its package is not loaded, and no
 * keeper is asked.
 */
export class LazyCredentialStore {
  readonly #open: OpenCredentialStore | undefined;
  readonly #place: StorePlace;
  #store: Promise<CredentialStore> | undefined;

  constructor(open: OpenCredentialStore | undefined, place: StorePlace) {
    this.#open = open;
    this.#place = place;
  }

  /** Throws `KeyferryError` (`plugin`) if this host has no store. */
  get(): Promise<CredentialStore> {
    this.#store ??= this.#make();
    return this.#store;
  }

  /** Drops the key from memory, if a store was ever opened. */
  async dispose(): Promise<void> {
    const store = await this.#store?.catch(() => undefined);
    store?.dispose();
    this.#store = undefined;
  }

  async #make(): Promise<CredentialStore> {
    try {
      if (this.#open !== undefined) return await this.#open(this.#place);
    } catch (thrown) {
      // The text of a failed import may say something about the machine, and is not ours.
      if (isKeyferryError(thrown)) throw thrown;
    }
    throw new KeyferryError({
      code: "plugin",
      where: "credential store",
      message: "there is no credential store in this installation",
      hint: "install @keyferry/credential-store beside this program, or give the login another source",
    });
  }
}
