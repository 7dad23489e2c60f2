import type { ConnectionPool } from "../connections/port.ts";
import { isKeyferryError } from "../contract/failure.ts";
import type { Target } from "../resolve/place.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { SecretDefinition, Settings } from "../settings/model.ts";
import { checkName } from "../settings/names.ts";
import type { SettingsStore } from "../settings/port.ts";
import { unknownName } from "../settings/unknown-name.ts";
import { checkDescription, checkNewSecret, LONGEST_DESCRIPTION } from "./check-new-secret.ts";
import { planSecrets, saveSecrets } from "./create-secrets.ts";
import { refuseLogin, refuseUsed, renameIn } from "./editing.ts";
import { changedSecret, refuseMisfits } from "./modify-secret.ts";
import { findNamed, newId, refuseTaken, sortedByName } from "./named.ts";
import { offeringNearest } from "./nearest-remote.ts";
import { canonicalTarget, definitionOf, examineSecret } from "./prepare-secret.ts";
import type { BulkSecret, CallOptions, NewSecret, SecretChanges, Secrets } from "./use-cases.ts";
import { connectionsOfSecrets, profilesOfSecrets } from "./users.ts";
import type { PlannedSecret, RemoteShape, SecretView } from "./views.ts";

export interface SecretManagerPorts {
  readonly store: SettingsStore;
  readonly pool: ConnectionPool;
  readonly remote: RemoteReader;
}

const LISTING = "keyferry connection list";
/** The rules of secret definitions. */
export class SecretManager implements Secrets {
  readonly #ports: SecretManagerPorts;

  constructor(ports: SecretManagerPorts) {
    this.#ports = ports;
  }

  async create(input: NewSecret, { signal, dryRun }: Parameters<Secrets["create"]>[1] = {}): Promise<SecretView> {
    const { store, remote } = this.#ports;
    const name = checkName(input.name, "secret");
    checkNewSecret(input);
    const settings = await store.read();
    const [connection, { name: connectionName }] = findNamed("connection", settings.connections, input.connection);
    // Checked here so that it is reported before a manager is asked; the check under the lock decides.
    refuseTaken("secret", settings.secrets, name);
    const target = await canonicalTarget(this.#ports, connection, input);
    let { description } = input;
    if (!input.unchecked) {
      const where = { id: connection, name: connectionName };
      const examine = () => examineSecret(this.#ports, where, { ...input, ...target }, signal);
      await offeringNearest(remote, connection, target.remoteName, examine, signal);
      description ??= await this.#describe(connection, target, signal);
    }
    const described = description === undefined ? {} : { description };
    const definition = definitionOf(name, connection, { ...input, ...target, ...described });
    const id = newId();
    if (dryRun) return secretView(settings, new Map(), id, definition);
    return store.update((draft) => {
      // It may have been deleted while the manager was asked.
      if (!draft.connections.has(connection)) throw unknownName("connection", connectionName, [], LISTING);
      refuseTaken("secret", draft.secrets, name);
      draft.secrets.set(id, definition);
      return secretView(draft, new Map(), id, definition);
    });
  }

  async planMany(inputs: readonly BulkSecret[], options?: CallOptions): Promise<readonly PlannedSecret[]> {
    return (await planSecrets(this.#ports, inputs, options)).map(({ planned }) => planned);
  }

  async createMany(inputs: readonly BulkSecret[], options?: CallOptions): Promise<readonly PlannedSecret[]> {
    const prepared = await planSecrets(this.#ports, inputs, options);
    await saveSecrets(this.#ports, prepared);
    return prepared.map(({ planned }) => planned);
  }

  async modify(name: string, changes: SecretChanges, { signal }: CallOptions = {}): Promise<SecretView> {
    const settings = await this.#ports.store.read();
    const [id, before] = findNamed("secret", settings.secrets, name);
    const connection = settings.connections.get(before.connection)?.name ?? before.connection;
    const input = changedSecret(before, connection, changes);
    checkNewSecret(input);
    refuseMisfits(id, before.name, input.type, settings.profiles);
    await canonicalTarget(this.#ports, before.connection, input);
    if (!input.unchecked) await examineSecret(this.#ports, { id: before.connection, name: connection }, input, signal);
    return this.#ports.store.update((draft) => {
      // It may have been changed or come into use while the manager was asked.
      const now = draft.secrets.get(id);
      if (now === undefined) throw unknownName("secret", name, [], "keyferry secret list");
      refuseMisfits(id, now.name, input.type, draft.profiles);
      const { name: ownName, description } = now;
      const changed = definitionOf(ownName, now.connection, { ...input, ...(description ? { description } : {}) });
      draft.secrets.set(id, changed);
      return secretView(draft, profilesOfSecrets(draft), id, changed);
    });
  }

  async list(): Promise<readonly SecretView[]> {
    const settings = await this.#ports.store.read();
    const users = profilesOfSecrets(settings);
    const views: SecretView[] = [];
    settings.secrets.forEach((each, id) => {
      views.push(secretView(settings, users, id, each));
    });
    return sortedByName(views);
  }

  async get(name: string): Promise<SecretView> {
    const settings = await this.#ports.store.read();
    return secretView(settings, profilesOfSecrets(settings), ...findNamed("secret", settings.secrets, name));
  }

  async rename(name: string, to: string): Promise<SecretView> {
    return this.#ports.store.update((draft) => {
      const [id, renamed] = renameIn("secret", draft.secrets, name, to);
      return secretView(draft, profilesOfSecrets(draft), id, renamed);
    });
  }

  async describe(name: string, text: string): Promise<SecretView> {
    checkDescription(text);
    return this.#ports.store.update((draft) => {
      const [id, { description: _before, ...secret }] = findNamed("secret", draft.secrets, name);
      const described = text === "" ? secret : { ...secret, description: text };
      draft.secrets.set(id, described);
      return secretView(draft, profilesOfSecrets(draft), id, described);
    });
  }

  async delete(name: string): Promise<void> {
    await this.#ports.store.update((draft) => {
      const [id, secret] = findNamed("secret", draft.secrets, name);
      refuseUsed("secret", secret.name, profilesOfSecrets(draft).get(id) ?? []);
      refuseLogin(secret.name, connectionsOfSecrets(draft).get(id) ?? []);
      draft.secrets.delete(id);
    });
  }

  async keys(
    connection: string,
    remoteName: string,
    { version, signal }: CallOptions & { readonly version?: string } = {},
  ): Promise<RemoteShape> {
    const { connections } = await this.#ports.store.read();
    const [id] = findNamed("connection", connections, connection);
    const { remote } = this.#ports;
    const ask = () => remote.shape(id, { remoteName, ...(version === undefined ? {} : { version }) }, signal);
    return offeringNearest(remote, id, remoteName, ask, signal);
  }

  /** The manager's own description. Many logins may read a secret but not ask for its description. */
  async #describe(connection: string, target: Target, signal: AbortSignal | undefined): Promise<string | undefined> {
    try {
      const described = await this.#ports.remote.describe(connection, target, signal);
      return described?.description?.toWellFormed().slice(0, LONGEST_DESCRIPTION) || undefined;
    } catch (error) {
      if (isKeyferryError(error) && error.failures.every(({ code }) => code === "access-denied")) return undefined;
      throw error;
    }
  }
}

/** Member by member: spreading is slow when 10,000 are shown. */
function secretView(
  { connections, readOnly }: Pick<Settings, "connections" | "readOnly">,
  users: ReadonlyMap<string, readonly string[]>,
  id: string,
  { name, connection, remoteName, type, key, version, description, trimNewline }: SecretDefinition,
): SecretView {
  const view: { -readonly [Member in keyof SecretView]: SecretView[Member] } = {
    id,
    name,
    connection: connections.get(connection)?.name ?? connection,
    remoteName,
    type,
    profiles: users.get(id) ?? [],
    readOnly: readOnly.has(id),
  };
  if (key !== undefined) view.key = key;
  if (version !== undefined) view.version = version;
  if (description !== undefined) view.description = description;
  if (trimNewline !== undefined) view.trimNewline = trimNewline;
  return view;
}
