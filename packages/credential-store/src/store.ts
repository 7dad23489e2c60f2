import type { CredentialStore, Credentials, KeptFile, SealedFor, SealOptions, StoreStatus } from "@keyferry/core";
import { bindingText } from "./binding.ts";
import { seal } from "./cipher.ts";
import type { KeeperWorld } from "./keepers/keeper.ts";
import { parseKeeper, recordedKeeper } from "./keepers/table.ts";
import { formatLogin } from "./login-text.ts";
import { openLogin } from "./open-login.ts";
import { problem } from "./problem.ts";
import type { SealedFile, SealedLogin } from "./sealed-file.ts";
import { makeKey } from "./store-key.ts";
import { StoreKeys } from "./store-keys.ts";

export interface SealedStorePorts {
  readonly file: KeptFile<SealedFile>;
  readonly world: KeeperWorld;
  readonly prove: (connection: SealedFor, credentials: Credentials) => Promise<void>;
  readonly now?: () => Date;
}

/** Sealed logins in one file, under one key, which one keeper holds. */
export class SealedStore implements CredentialStore {
  readonly #ports: SealedStorePorts;
  readonly #keys: StoreKeys;

  constructor(ports: SealedStorePorts) {
    this.#ports = ports;
    this.#keys = new StoreKeys(ports.file.path, ports.world);
  }

  async open(connection: SealedFor): Promise<Credentials> {
    const { file } = this.#ports;
    const current = await file.read();
    const login = current && ownMember(current.logins, connection.connectionId);
    if (current === undefined || login === undefined) return {};
    const { key } = await this.#keys.of(current.keeper);
    return openLogin(login, key, connection, file.path).credentials;
  }

  async seal(connection: SealedFor, credentials: Credentials, options: SealOptions = {}): Promise<void> {
    const { file, prove } = this.#ports;
    for (;;) {
      const current = await file.read();
      const made = current === undefined ? await this.#keys.make(options.keeper) : undefined;
      if (current !== undefined) await this.#refuseOther(current, options.keeper);
      const known = made ?? (current && (await this.#keys.of(current.keeper)));
      if (known === undefined) continue;
      const login = this.#sealed(known.key, connection, credentials, options.expiresAt);
      let moved = false;
      let former: SealedLogin | undefined;
      try {
        await file.update((now) => {
          moved = now?.keeper.keyId !== (made ? undefined : known.record.keyId);
          if (moved) return now;
          former = now && ownMember(now.logins, connection.connectionId);
          const logins = { ...now?.logins, [connection.connectionId]: login };
          return { schemaVersion: 1, revision: (now?.revision ?? 0) + 1, keeper: known.record, ...kept(now), logins };
        });
      } catch (thrown) {
        await made?.undo();
        throw thrown;
      }
      // Somebody else created the store, or moved it to another keeper, meanwhile: theirs stays.
      if (moved) {
        await made?.undo();
        continue;
      }
      if (made) this.#keys.remember(made);
      try {
        return await prove(connection, credentials);
      } catch (unproved) {
        // If even this fails, the login that was to be replaced is lost, and the proof's error says what to do.
        await this.#putBack(connection.connectionId, login, former).catch(() => undefined);
        throw unproved;
      }
    }
  }

  /** Restores the former login, unless somebody has sealed another one since. */
  async #putBack(id: string, login: SealedLogin, former: SealedLogin | undefined): Promise<void> {
    await this.#ports.file.update((now) => {
      if (now === undefined || ownMember(now.logins, id)?.nonce !== login.nonce) return now;
      const { [id]: _, ...others } = now.logins;
      const logins = former === undefined ? others : { ...others, [id]: former };
      return { ...now, revision: now.revision + 1, logins };
    });
  }

  async forget(connectionId: string): Promise<boolean> {
    let found = false;
    await this.#ports.file.update((current) => {
      found = current !== undefined && Object.hasOwn(current.logins, connectionId);
      if (current === undefined || !found) return current;
      const { [connectionId]: _, ...logins } = current.logins;
      return { ...current, revision: current.revision + 1, logins };
    });
    return found;
  }

  async status(): Promise<StoreStatus | undefined> {
    const { file, world } = this.#ports;
    const current = await file.read();
    if (current === undefined) return undefined;
    const entries = Object.entries(current.logins).map(([connectionId, { nonce: _, sealed: __, ...open }]) => ({
      connectionId,
      ...open,
    }));
    const keeper = await recordedKeeper(current.keeper, file.path, world);
    return { keeper: keeper.text, entries };
  }

  async rewrap(keeper: string, connectionIds: ReadonlySet<string>): Promise<readonly string[]> {
    const { file, world } = this.#ports;
    const current = await file.read();
    if (current === undefined) {
      throw problem("usage", "credential store", "nothing is sealed yet", "the first login chooses the keeper");
    }
    const next = await parseKeeper(keeper, world);
    const living = Object.entries(current.logins).filter(([id]) => connectionIds.has(id));
    // Without a login there is nothing to open, so a keeper that is lost for good can be left behind.
    const old = living.length > 0 ? await this.#keys.of(current.keeper) : undefined;
    const opened = living.map(([connectionId, login]) => {
      const connection = { connectionId, provider: login.provider, origin: login.origin };
      return { connection, login, content: openLogin(login, old?.key ?? Buffer.alloc(0), connection, file.path) };
    });
    const made = await makeKey(next);
    const logins = Object.fromEntries(
      opened.map(({ connection, login, content }) => [
        connection.connectionId,
        { ...login, ...seal(made.key, formatLogin(content), bindingText(connection)) },
      ]),
    );
    try {
      await file.update((now) => {
        if (now?.revision !== current.revision || now.keeper.keyId !== current.keeper.keyId) throw changedMeanwhile();
        return { ...now, revision: now.revision + 1, keeper: made.record, logins };
      });
    } catch (thrown) {
      await made.undo();
      throw thrown;
    }
    this.#keys.remember(made);
    const [proof] = opened;
    if (proof) await this.#ports.prove(proof.connection, proof.content.credentials);
    // Last: until the new keeper is proved, a backup can be restored with the old one. A keeper that is gone has
    // nothing to release.
    const former = await recordedKeeper(current.keeper, file.path, world);
    await former.release(current.keeper.keyId).catch(() => undefined);
    return living.map(([id]) => id);
  }

  dispose(): void {
    this.#keys.dispose();
  }

  async #refuseOther({ keeper }: SealedFile, wanted: string | undefined): Promise<void> {
    const { world, file } = this.#ports;
    if (wanted === undefined) return;
    const { text } = await recordedKeeper(keeper, file.path, world);
    if ((await parseKeeper(wanted, world)).text === text) return;
    const message = `another keeper keeps the key already: ${text}`;
    throw problem("rule", "credential store", message, "leave --keeper out, or move all logins to the other one first");
  }

  #sealed(key: Buffer, connection: SealedFor, credentials: Credentials, expiresAt: string | undefined): SealedLogin {
    const sealedAt = (this.#ports.now?.() ?? new Date()).toISOString();
    const times = { sealedAt, ...(expiresAt === undefined ? {} : { expiresAt: isoTime(expiresAt) }) };
    const { provider, origin } = connection;
    const sealed = seal(key, formatLogin({ credentials, ...times }), bindingText(connection));
    return { provider, origin, fields: Object.keys(credentials).sort(), ...times, ...sealed };
  }
}

function kept(current: SealedFile | undefined): Pick<SealedFile, "$schema"> {
  return current?.$schema === undefined ? {} : { $schema: current.$schema };
}

function ownMember<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function changedMeanwhile(): Error {
  return problem(
    "rule",
    "credential store",
    "the sealed logins were changed meanwhile",
    "nothing was moved: try again",
  );
}

function isoTime(text: string): string {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw problem("usage", "credential store", "the expiry is no time", "write it as 2027-01-31 or 2027-01-31T12:00:00Z");
}
