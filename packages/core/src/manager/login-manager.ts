import { doubtfulFields, plainOnly, unknownFields } from "../connections/doubtful-fields.ts";
import { originDifferences } from "../connections/origin.ts";
import type { ConnectionPool } from "../connections/port.ts";
import { validateStored } from "../connections/validate-stored.ts";
import type { Credentials, SealOptions } from "../contract/credential-store.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { Field } from "../contract/manifest.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import type { SettingsStore } from "../settings/port.ts";
import { checkCredentials } from "./check-credentials.ts";
import { manifestsOf } from "./connection-view.ts";
import { type LoginEndPorts, loginsEndingSoon } from "./login-ends.ts";
import { STORED, shownSources, usesStore } from "./login-sources.ts";
import { findNamed } from "./named.ts";
import { sealThenSave } from "./seal-login.ts";
import { sensitiveFields } from "./sensitive-fields.ts";
import type { CallOptions, ConnectionLogins } from "./use-cases.ts";
import type { LoginEnd, LoginView } from "./views.ts";

export interface LoginManagerPorts extends LoginEndPorts {
  readonly store: SettingsStore;
  readonly pool: Pick<ConnectionPool, "readLogin">;
  readonly remote: Pick<RemoteReader, "check" | "checkUnsaved">;
}

/** The rules for logins in the credential store. */
export class LoginManager implements ConnectionLogins {
  readonly #ports: LoginManagerPorts;

  constructor(ports: LoginManagerPorts) {
    this.#ports = ports;
  }

  async fields(name: string): Promise<readonly Field[]> {
    const settings = await this.#ports.store.read();
    return this.#fieldsOf(findNamed("connection", settings.connections, name)[1]);
  }

  async login(name: string, given: Credentials, options: SealOptions = {}): Promise<LoginView> {
    const settings = await this.#ports.store.read();
    const [id, definition] = findNamed("connection", settings.connections, name);
    const credentials = checkCredentials(definition.name, await this.#fieldsOf(definition), given);
    refuseFixed(settings, id, definition, Object.keys(credentials));
    const store = await this.#ports.credentialStore.get();
    const save = () =>
      this.#ports.store.update((draft) => {
        const current = draft.connections.get(id);
        if (current === undefined || !sameBinding(current, definition)) throw movedMeanwhile(definition.name);
        const changed = Object.keys(credentials).filter((field) => current.auth.sources[field] !== STORED);
        if (changed.length === 0) return;
        const sources = { ...current.auth.sources, ...Object.fromEntries(changed.map((field) => [field, STORED])) };
        draft.connections.set(id, { ...current, auth: { ...current.auth, sources } });
      });
    await sealThenSave(store, [id, definition], { ...options, credentials }, save);
    return this.status(name);
  }

  async loginChecked(
    name: string,
    given: Credentials,
    { signal, ...options }: SealOptions & CallOptions = {},
  ): ReturnType<ConnectionLogins["loginChecked"]> {
    const { store, plugins, remote } = this.#ports;
    const settings = await store.read();
    const [id, definition] = findNamed("connection", settings.connections, name);
    const credentials = checkCredentials(definition.name, await this.#fieldsOf(definition), given);
    refuseFixed(settings, id, definition, Object.keys(credentials));
    const { auth } = definition;
    const sources = {
      ...auth.sources,
      ...Object.fromEntries(Object.keys(credentials).map((field) => [field, STORED])),
    };
    const connections = new Map(settings.connections).set(id, { ...definition, auth: { ...auth, sources } });
    const trial = { id, plugin: await plugins.load(definition.provider), settings: { ...settings, connections } };
    const check = await remote.checkUnsaved({ ...trial, credentials }, signal);
    return { ...(await this.login(name, given, options)), check };
  }

  async adopt(name: string, fields: readonly string[], options: SealOptions & CallOptions = {}): Promise<LoginView> {
    const { signal = new AbortController().signal, ...sealing } = options;
    const settings = await this.#ports.store.read();
    const [id] = findNamed("connection", settings.connections, name);
    return this.login(name, await this.#ports.pool.readLogin(id, fields, { signal }), sealing);
  }

  async logout(name: string): Promise<boolean> {
    const settings = await this.#ports.store.read();
    const [id] = findNamed("connection", settings.connections, name);
    return (await this.#ports.credentialStore.get()).forget(id);
  }

  async status(name: string): Promise<LoginView> {
    const settings = await this.#ports.store.read();
    const [id, definition] = findNamed("connection", settings.connections, name);
    const { provider, auth, confirmedOrigin } = definition;
    const manifest = (await manifestsOf(this.#ports.plugins, [provider])).get(provider);
    const withheld = manifest ? doubtfulFields(manifest, definition) : unknownFields(definition);
    const view = {
      connection: definition.name,
      provider,
      method: auth.method,
      origin: manifest ? plainOnly(manifest, confirmedOrigin) : {},
      ...(withheld.length > 0 ? { withheld } : {}),
      sources: shownSources(settings, auth.sources),
    };
    if (!usesStore(definition)) return view;
    const status = await (await this.#ports.credentialStore.get()).status();
    const entry = status?.entries.find(({ connectionId }) => connectionId === id);
    if (status === undefined || entry === undefined) return view;
    const { fields, sealedAt, expiresAt } = entry;
    const fits = entry.provider === provider && originDifferences(entry.origin, confirmedOrigin).length === 0;
    const expiry = expiresAt === undefined ? {} : { expiresAt };
    return { ...view, sealed: { keeper: status.keeper, fields, sealedAt, ...expiry, fits } };
  }

  async keeper(): Promise<string | undefined> {
    return (await (await this.#ports.credentialStore.get()).status())?.keeper;
  }

  async endingSoon({ signal }: CallOptions = {}): Promise<readonly LoginEnd[]> {
    const { connections } = await this.#ports.store.read();
    return loginsEndingSoon([...connections], this.#ports, signal);
  }

  async rewrap(keeper: string): Promise<readonly string[]> {
    const { connections } = await this.#ports.store.read();
    const ids = await (await this.#ports.credentialStore.get()).rewrap(keeper, new Set(connections.keys()));
    return ids.flatMap((id) => connections.get(id)?.name ?? []).sort();
  }

  async #fieldsOf(definition: ConnectionDefinition): Promise<readonly Field[]> {
    const { manifest } = await this.#ports.plugins.load(definition.provider);
    return sensitiveFields(manifest, validateStored(manifest, definition));
  }
}

function sameBinding(a: ConnectionDefinition, b: ConnectionDefinition): boolean {
  return a.provider === b.provider && originDifferences(a.confirmedOrigin, b.confirmedOrigin).length === 0;
}

/** We must not change the machine's file: its sources must be `stored` already. */
function refuseFixed(
  settings: Settings,
  id: string,
  { name, auth }: ConnectionDefinition,
  fields: readonly string[],
): void {
  const other = fields.filter((field) => auth.sources[field] !== STORED);
  if (!settings.readOnly.has(id) || other.length === 0) return;
  throw new KeyferryError({
    code: "rule",
    where: `connection ${name}`,
    message: `the machine's settings give ${other.join(", ")} another source, and commands do not change them`,
    hint: `ask who administers this machine to write "${STORED}" there, or create a connection of your own`,
    connection: name,
  });
}

function movedMeanwhile(connection: string): KeyferryError {
  return new KeyferryError({
    code: "rule",
    where: `connection ${connection}`,
    message: "the connection was changed or deleted while its login was sealed",
    hint: "look at it with `keyferry connection show`, then log in again",
    connection,
  });
}
