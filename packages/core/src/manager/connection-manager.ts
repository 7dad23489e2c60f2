import { checkChain } from "../connections/chain.ts";
import type { LazyCredentialStore } from "../connections/lazy-credential-store.ts";
import { validateConnection } from "../connections/validate.ts";
import type { FieldValue } from "../contract/manifest.ts";
import type { CheckResult, RemoteSecret } from "../contract/session.ts";
import type { PluginHost } from "../plugins/port.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import { checkName } from "../settings/names.ts";
import type { SettingsStore } from "../settings/port.ts";
import { secretOfSource } from "../settings/secret-source.ts";
import { refuseUsed, renameIn } from "./editing.ts";
import type { ConnectionImport, ConnectionImportInput } from "./exchange/import-connection.ts";
import { refuseMoved } from "./exchange/refuse-moved.ts";
import { heldSources, shownSources, usesStore } from "./login-sources.ts";
import { planModification, refuseUnconfirmed } from "./modify-connection.ts";
import { findNamed, newId, refuseTaken, sortedByName } from "./named.ts";
import type { CallOptions, ConnectionChange, Connections, NewConnection } from "./use-cases.ts";
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
    // Under its id alone, a package whose name does not follow from it could not be found again.
    const listed = input.provider === manifest.id ? undefined : (await plugins.locate(input.provider)).package;
    const id = newId();
    return store.update((draft) => {
      refuseTaken("connection", draft.connections, name);
      const sources = heldSources(draft, auth.sources);
      const definition = { name, provider: manifest.id, fields, auth: { ...auth, sources }, confirmedOrigin: origin };
      draft.connections.set(id, definition);
      checkChain(draft, id);
      if (listed !== undefined && !draft.plugins.includes(listed)) draft.plugins.push(listed);
      return viewIn(draft, new Map(), id, definition);
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

  async modification(name: string, change: ConnectionChange): Promise<ModificationView> {
    const { connections } = await this.#ports.store.read();
    const [, definition] = findNamed("connection", connections, name);
    const { manifest } = await this.#ports.plugins.load(definition.provider);
    return planModification(manifest, definition, change).view;
  }

  async modify(
    name: string,
    change: ConnectionChange,
    { confirmedOrigin }: { readonly confirmedOrigin?: Readonly<Record<string, FieldValue>> } = {},
  ): Promise<ConnectionView> {
    const { store, plugins, credentialStore } = this.#ports;
    const { connections } = await store.read();
    const { manifest } = await plugins.load(findNamed("connection", connections, name)[1].provider);
    const { view, sealed } = await store.update((draft) => {
      const [id, before] = findNamed("connection", draft.connections, name);
      const { valid, view: plan } = planModification(manifest, before, change);
      refuseUnconfirmed(plan, confirmedOrigin);
      const { fields, auth, origin } = valid;
      const sources = { ...auth.sources, ...heldSources(draft, change.sources ?? {}) };
      const after = { ...before, fields, auth: { ...auth, sources }, confirmedOrigin: origin };
      draft.connections.set(id, after);
      refuseChains(draft);
      const stale = usesStore(before) && (plan.originChanges.length > 0 || !usesStore(after));
      return { view: viewIn(draft, secretsOfConnections(draft), id, after), sealed: stale ? id : undefined };
    });
    // It was sealed for another place, and opens for no other.
    if (sealed !== undefined) await (await credentialStore.get()).forget(sealed);
    return view;
  }

  async delete(name: string): Promise<void> {
    const [id, deleted] = await this.#ports.store.update((draft) => {
      const found = findNamed("connection", draft.connections, name);
      refuseUsed("connection", found[1].name, secretsOfConnections(draft).get(found[0]) ?? []);
      draft.connections.delete(found[0]);
      return found;
    });
    // Last, so that a refusal leaves the login; what a failure leaves behind is sealed, belongs to nobody, and goes with a rewrap.
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

/** A change of one login can spoil the way of another, which goes over it. */
function refuseChains(draft: Pick<Settings, "connections" | "secrets">): void {
  for (const [id, { auth }] of draft.connections) {
    if (Object.values(auth.sources).some((source) => secretOfSource(source) !== undefined)) checkChain(draft, id);
  }
}

function viewIn(
  settings: Pick<Settings, "readOnly" | "secrets">,
  users: ReadonlyMap<string, readonly string[]>,
  id: string,
  { name, provider, fields, auth }: ConnectionDefinition,
): ConnectionView {
  const sources = shownSources(settings, auth.sources);
  const readOnly = settings.readOnly.has(id);
  return { id, name, provider, fields, auth: { ...auth, sources }, secrets: users.get(id) ?? [], readOnly };
}
