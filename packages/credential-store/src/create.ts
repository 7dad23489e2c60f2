import { type CredentialStore, keptFile, type StorePlace } from "@keyferry/core";
import type { Prove } from "./fresh/prove.ts";
import { passphraseSource } from "./keepers/ask-passphrase.ts";
import { SEALED_FILE, type SealedFile, sealedFileSchema } from "./sealed-file.ts";
import { SealedStore } from "./store.ts";

export interface CredentialStoreOptions {
  /** Asks a person at a terminal for the passphrase, or for a new one if `fresh`. Absent if nobody can be asked. */
  readonly askPassphrase?: (fresh: boolean) => Promise<string>;
  /** How long a keychain may take, in milliseconds; if absent, 60 s if a person can unlock it, otherwise 10 s. */
  readonly limitMs?: number;
  /** Proves that what was sealed can be opened; with a fresh process, if absent. */
  readonly prove?: Prove;
}

/** A store of sealed logins beside the user's settings. Reads nothing yet. */
export function createCredentialStore(place: StorePlace, options: CredentialStoreOptions = {}): CredentialStore {
  const { askPassphrase, prove = proveLater } = options;
  const { settingsPath, env } = place;
  const limitMs = options.limitMs ?? (askPassphrase ? 60_000 : 10_000);
  const passphrases = passphraseSource(env, askPassphrase);
  return new SealedStore({
    file: keptFile<SealedFile>({ settingsPath, name: SEALED_FILE, schema: sealedFileSchema, env }),
    world: { env, limitMs, passphrase: passphrases.ask },
    prove: (connection, credentials) => {
      const passphrase = passphrases.last();
      return prove({ place, connection, credentials, limitMs, ...(passphrase === undefined ? {} : { passphrase }) });
    },
  });
}

/** Loaded only when something is sealed: opening does not need it. */
const proveLater: Prove = async (request) => (await import("./fresh/prove.ts")).proveInFreshProcess(request);
