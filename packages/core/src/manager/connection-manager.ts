import type { LazyCredentialStore } from "../connections/lazy-credential-store.ts";
import type { Trial } from "../connections/port.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { PluginHost } from "../plugins/port.ts";
import type { RemoteReader } from "../resolve/port.ts";
import { machineOwned } from "../settings/draft.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import type { SettingsDraft, SettingsStore } from "../settings/port.ts";
import { checkLogin } from "./check-credentials.ts";
import type { ConnectionChange, ModifyOptions, NewConnection, SavingOptions } from "./connection-input.ts";
import { connectionView, manifestsOf, type PlacedConnection, placeIn } from "./connection-view.ts";
import { type PreparedConnection, placeConnection, prepareConnection } from "./create-connection.ts";
import { refuseUsed, renameIn } from "./editing.ts";
import type { ConnectionImport, ConnectionImportInput } from "./exchange/import-connection.ts";
import { refuseMoved } from "./exchange/refuse-moved.ts";
import { shownSources, usesStore } from "./login-sources.ts";
import { placeModification, planModification } from "./modify-connection.ts";
import { findNamed, newId, sortedByName } from "./named.ts";
import { type NewLogin, sealThenSave } from "./seal-login.ts";
import type { CallOptions, Connections } from "./use-cases.ts";
import { secretsOfConnections } from "./users.ts";
import type { ConnectionView, ModificationView } from "./views.ts";

export interface ConnectionManagerPorts {
  readonly store: SettingsStore;
  readonly plugins: PluginHost;
  readonly remote: RemoteReader;
  readonly credentialStore: LazyCredentialStore;
}

/** The rules of connections. */
export class ConnectionManager implements Connections {
  readonly #ports: ConnectionManagerPorts;

  constructor(ports: ConnectionManagerPorts) {
    this.#ports = ports;
  }

  async create(input: NewConnection, { login }: SavingOptions = {}): Promise<ConnectionView> {
    return this.#save(await prepareConnection(this.#ports.plugins, input), login);
  }

  async createChecked(
    input: NewConnection,
    { login, signal }: SavingOptions & CallOptions = {},
  ): ReturnType<Connections["createChecked"]> {
    const { store, plugins, remote } = this.#ports;
    const prepared = await prepareConnection(plugins, input);
    const { id, plugin, definition } = prepared;
    const credentials = login && checkLogin(plugin.manifest, definition, login).credentials;
    const settings = asDraft(await store.read());
    placeConnection(settings, prepared);
    const check = await remote.checkUnsaved({ id, plugin, settings, credentials }, signal);
    return { ...(await this.#save(prepared, login)), check };
  }

  async #save(prepared: PreparedConnection, login: NewLogin | undefined): Promise<ConnectionView> {
    const { store, credentialStore } = this.#ports;
    const { id, plugin, definition } = prepared;
    const save = async () => {
      const placed = await store.update((draft) => placeIn(draft, new Map(), id, placeConnection(draft, prepared)));
      return connectionView(placed, plugin.manifest);
    };
    if (login === undefined) return save();
    const checked = checkLogin(plugin.manifest, definition, login);
    // Checked here so that it is reported before a keeper is asked; the check under the lock decides.
    placeConnection(asDraft(await store.read()), prepared);
    return sealThenSave(await credentialStore.get(), [id, definition], checked, save);
  }

  async list(): Promise<readonly ConnectionView[]> {
    const settings = await this.#ports.store.read();
    const users = secretsOfConnections(settings);
    const providers = [...settings.connections.values()].map(({ provider }) => provider);
    const manifests = await manifestsOf(this.#ports.plugins, providers);
    const view = (id: string, each: ConnectionDefinition) =>
      connectionView(placeIn(settings, users, id, each), manifests.get(each.provider));
    return sortedByName([...settings.connections].map(([id, each]) => view(id, each)));
  }

  async get(name: string): Promise<ConnectionView> {
    const settings = await this.#ports.store.read();
    const found = findNamed("connection", settings.connections, name);
    return this.#view(placeIn(settings, secretsOfConnections(settings), ...found));
  }

  async #view(placed: PlacedConnection): Promise<ConnectionView> {
    const { provider } = placed.definition;
    return connectionView(placed, (await manifestsOf(this.#ports.plugins, [provider])).get(provider));
  }

  async rename(name: string, to: string): Promise<ConnectionView> {
    const placed = await this.#ports.store.update((draft) => {
      const [id, renamed] = renameIn("connection", draft.connections, name, to);
      return placeIn(draft, secretsOfConnections(draft), id, renamed);
    });
    return this.#view(placed);
  }

  async modification(name: string, change: ConnectionChange): Promise<ModificationView> {
    const settings = await this.#ports.store.read();
    const [id, definition] = findNamed("connection", settings.connections, name);
    if (settings.readOnly.has(id)) throw machineOwned("connection", definition.name);
    const { manifest } = await this.#ports.plugins.load(definition.provider);
    const { auth } = definition;
    // People refer to secrets by name, so both sides of what is shown do as well.
    const shown = { ...definition, auth: { ...auth, sources: shownSources(settings, auth.sources) } };
    return planModification(manifest, shown, change).view;
  }

  async modify(name: string, change: ConnectionChange, options: ModifyOptions = {}): Promise<ConnectionView> {
    return (await this.#modify(name, change, options)).view;
  }

  async modifyChecked(
    name: string,
    change: ConnectionChange,
    { signal, ...options }: ModifyOptions & CallOptions = {},
  ): ReturnType<Connections["modifyChecked"]> {
    const { remote } = this.#ports;
    const { view, check } = await this.#modify(name, change, options, (trial) => remote.checkUnsaved(trial, signal));
    return check === undefined ? view : { ...view, check };
  }

  async #modify(
    name: string,
    change: ConnectionChange,
    { confirmedOrigin, login }: ModifyOptions,
    prove?: (trial: Trial) => Promise<CheckResult>,
  ) {
    const { store, plugins, credentialStore } = this.#ports;
    const settings = asDraft(await store.read());
    const plugin = await plugins.load(findNamed("connection", settings.connections, name)[1].provider);
    const place = (draft: Pick<SettingsDraft, "connections" | "secrets">) =>
      placeModification(draft, plugin.manifest, name, change, confirmedOrigin);
    const { id, after: planned } = place(settings);
    const checked = login && checkLogin(plugin.manifest, planned, login);
    const check = await prove?.({ id, plugin, settings, credentials: checked?.credentials });
    const save = () =>
      store.update((draft) => {
        const { before, after, view } = place(draft);
        if (prove ?? checked) refuseOther(planned, after);
        const stale = usesStore(before) && (view.originChanges.length > 0 || !usesStore(after));
        const placed = placeIn(draft, secretsOfConnections(draft), id, after);
        return { view: connectionView(placed, plugin.manifest), stale };
      });
    if (checked) {
      const { view } = await sealThenSave(await credentialStore.get(), [id, planned], checked, save);
      return { view, check };
    }
    const { view, stale } = await save();
    // It was sealed for the former place, and cannot be opened for another.
    if (stale) await (await credentialStore.get()).forget(id);
    return { view, check };
  }

  async delete(name: string): Promise<void> {
    const [id, deleted] = await this.#ports.store.update((draft) => {
      const found = findNamed("connection", draft.connections, name);
      refuseUsed("connection", found[1].name, secretsOfConnections(draft).get(found[0]) ?? []);
      draft.connections.delete(found[0]);
      return found;
    });
    // Last, so that a refusal keeps the login. If this fails, what is left is sealed, belongs to no connection, and is
    // dropped by the next rewrap.
    if (usesStore(deleted)) await (await this.#ports.credentialStore.get()).forget(id);
  }

  async export(name: string): Promise<string> {
    const settings = await this.#ports.store.read();
    const [id, connection] = findNamed("connection", settings.connections, name);
    const { manifest } = await this.#ports.plugins.load(connection.provider);
    const { exportConnection } = await import("./exchange/export-connection.ts");
    const secrets = [...settings.secrets.values()].filter((secret) => secret.connection === id);
    return exportConnection(connection, sortedByName(secrets), manifest);
  }

  async planImport(input: ConnectionImportInput): Promise<ConnectionImport> {
    const plan = await this.#importOf(input);
    return plan(await this.#ports.store.read()).view;
  }

  async import(input: ConnectionImportInput): Promise<ConnectionImport> {
    const plan = await this.#importOf(input);
    return this.#ports.store.update((draft) => {
      refuseMoved(draft, input.revision);
      const { definition, secrets, view } = plan(draft);
      const id = newId();
      draft.connections.set(id, definition);
      for (const secret of secrets) draft.secrets.set(newId(), { ...secret, connection: id });
      return view;
    });
  }

  async #importOf(input: ConnectionImportInput) {
    const { readConnectionExport } = await import("./exchange/read-export.ts");
    const { planConnectionImport } = await import("./exchange/import-connection.ts");
    const read = readConnectionExport(input.file);
    const plugin = await this.#ports.plugins.load(read.connection.provider);
    return (settings: Settings) => planConnectionImport(settings, plugin, input, read);
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

/** A draft of the settings, to try a change out. */
function asDraft({ connections, secrets, plugins }: Settings) {
  return { connections: new Map(connections), secrets: new Map(secrets), plugins: [...plugins] };
}

/**
 * Refuses (`rule`) to save anything but what was planned, proved or sealed: somebody changed the connection meanwhile.
 */
function refuseOther(planned: ConnectionDefinition, after: ConnectionDefinition): void {
  if (JSON.stringify(planned) === JSON.stringify(after)) return;
  throw new KeyferryError({
    code: "rule",
    where: `connection ${after.name}`,
    message: "the connection was changed by somebody else meanwhile",
    hint: "look at it with `keyferry connection show`, then change it again",
    connection: after.name,
  });
}
