import { validateConnection } from "../connections/validate.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { PluginHost } from "../plugins/port.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import { checkName } from "../settings/names.ts";
import type { SettingsStore } from "../settings/port.ts";
import { refuseUsed, renameIn } from "./editing.ts";
import { findNamed, newId, refuseTaken, sortedByName } from "./named.ts";
import type { CallOptions, Connections, NewConnection } from "./use-cases.ts";
import { secretsOfConnections } from "./users.ts";
import type { ConnectionView } from "./views.ts";

export interface ConnectionManagerPorts {
  readonly store: SettingsStore;
  readonly plugins: PluginHost;
  readonly remote: RemoteReader;
}

/** The rules of connections. */
export class ConnectionManager implements Connections {
  readonly #ports: ConnectionManagerPorts;

  constructor(ports: ConnectionManagerPorts) {
    this.#ports = ports;
  }

  async create(input: NewConnection): Promise<ConnectionView> {
    const { store, plugins } = this.#ports;
    const name = checkName(input.name, "connection");
    const { manifest } = await plugins.load(input.provider);
    const { fields, auth, origin } = validateConnection(manifest, {
      name,
      fields: input.fields ?? {},
      sources: input.sources ?? {},
      ...(input.auth === undefined ? {} : { auth: input.auth }),
    });
    const definition: ConnectionDefinition = { name, provider: manifest.id, fields, auth, confirmedOrigin: origin };
    // Under its id alone, a package whose name does not follow from it could not be found again.
    const listed = input.provider === manifest.id ? undefined : (await plugins.locate(input.provider)).package;
    const id = newId();
    return store.update((draft) => {
      refuseTaken("connection", draft.connections, name);
      draft.connections.set(id, definition);
      if (listed !== undefined && !draft.plugins.includes(listed)) draft.plugins.push(listed);
      return connectionView(id, definition, [], false);
    });
  }

  async createChecked(input: NewConnection, options: CallOptions = {}): ReturnType<Connections["createChecked"]> {
    const created = await this.create(input);
    try {
      return { ...created, check: await this.check(created.name, options) };
    } catch (error) {
      await this.delete(created.name);
      throw error;
    }
  }

  async list(): Promise<readonly ConnectionView[]> {
    const settings = await this.#ports.store.read();
    const users = secretsOfConnections(settings);
    return sortedByName([...settings.connections].map(([id, each]) => viewIn(settings, users, id, each)));
  }

  async get(name: string): Promise<ConnectionView> {
    const settings = await this.#ports.store.read();
    return viewIn(settings, secretsOfConnections(settings), ...findNamed("connection", settings.connections, name));
  }

  async rename(name: string, to: string): Promise<ConnectionView> {
    return this.#ports.store.update((draft) => {
      const [id, renamed] = renameIn("connection", draft.connections, name, to);
      return viewIn(draft, secretsOfConnections(draft), id, renamed);
    });
  }

  async delete(name: string): Promise<void> {
    await this.#ports.store.update((draft) => {
      const [id, connection] = findNamed("connection", draft.connections, name);
      refuseUsed("connection", connection.name, secretsOfConnections(draft).get(id) ?? []);
      draft.connections.delete(id);
    });
  }

  async check(name: string, { signal }: CallOptions = {}): Promise<CheckResult> {
    return this.#ports.remote.check(await this.#idOf(name), signal);
  }

  async *names(name: string, options: CallOptions & { readonly filter?: string } = {}): AsyncGenerator<RemoteSecret> {
    yield* this.#ports.remote.list(await this.#idOf(name), options.filter, options.signal);
  }

  async #idOf(name: string): Promise<string> {
    const { connections } = await this.#ports.store.read();
    return findNamed("connection", connections, name)[0];
  }
}

function viewIn(
  { readOnly }: Pick<Settings, "readOnly">,
  users: ReadonlyMap<string, readonly string[]>,
  id: string,
  definition: ConnectionDefinition,
): ConnectionView {
  return connectionView(id, definition, users.get(id) ?? [], readOnly.has(id));
}

function connectionView(
  id: string,
  { name, provider, fields, auth }: ConnectionDefinition,
  secrets: readonly string[],
  readOnly: boolean,
): ConnectionView {
  return { id, name, provider, fields, auth, secrets, readOnly };
}
