import type { Clock } from "../contract/clock.ts";
import type { Credentials } from "../contract/credential-store.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { CallContext } from "../contract/session.ts";
import type { Events } from "../events/events.ts";
import type { PluginHost } from "../plugins/port.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import type { SettingsStore } from "../settings/port.ts";
import { checkChain } from "./chain.ts";
import type { LazyCredentialStore } from "./lazy-credential-store.ts";
import { SESSION_LIMITS, type SessionLimits } from "./limits.ts";
import { PooledConnection } from "./live-connection.ts";
import { type OpeningOptions, openSources } from "./open-session.ts";
import type { LogSink } from "./plugin-log.ts";
import type { ConnectionPool, LiveConnection, LoginSecrets, LoginVariables, Trial, TrialConnection } from "./port.ts";
import { type SourceReader, systemReader } from "./sources/reader.ts";
import type { Source } from "./sources/source.ts";
import { parseSource } from "./sources/source-table.ts";
import { storedSource } from "./sources/stored.ts";
import { validateStored } from "./validate-stored.ts";

export interface SessionPoolOptions {
  readonly settings: Pick<SettingsStore, "read">;
  readonly plugins: PluginHost;
  readonly clock: Clock;
  readonly events: Events;
  /** The environment for `env:` sources. Never changed. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The descriptors that this process was started with are meant for logins: `fd:` sources read and close them. */
  readonly takeDescriptors?: boolean;
  /** Receives what plugins log, redacted. */
  readonly log?: LogSink;
  /** The pipeline's `Limits` can be passed here. */
  readonly limits?: Partial<SessionLimits>;
  /** Reads sources; from `env` and this machine's files if absent. */
  readonly reader?: SourceReader;
  /** The store for `stored` sources; if absent, nothing is stored. */
  readonly credentialStore?: LazyCredentialStore;
  /** Reads `secret:` sources; if absent, they cannot be read. */
  readonly secrets?: LoginSecrets;
}

interface Entry {
  readonly definition: string;
  readonly live: Promise<PooledConnection>;
}

/** Open connections by id. The only owner of sessions. */
export class SessionPool implements ConnectionPool {
  readonly #options: SessionPoolOptions;
  readonly #reader: SourceReader;
  readonly #entries = new Map<string, Entry>();
  readonly #trials = new Set<PooledConnection>();

  constructor(options: SessionPoolOptions) {
    this.#options = options;
    this.#reader = options.reader ?? systemReader(options.env, options.takeDescriptors);
  }

  async get(id: string): Promise<LiveConnection> {
    const settings = await this.#options.settings.read();
    const definition = definitionOf(settings, id);
    // Checked each time: the chain includes other connections, which may have changed.
    checkChain(settings, id);
    const text = JSON.stringify(definition);
    const known = this.#entries.get(id);
    if (known?.definition === text) return known.live;
    const entry: Entry = { definition: text, live: this.#make(id, definition) };
    this.#entries.set(id, entry);
    entry.live.catch(() => {
      // A failure is not kept: the settings or the plugin may be repaired meanwhile.
      if (this.#entries.get(id) === entry) this.#entries.delete(id);
    });
    // The settings have changed: nobody needs the former connection's session any more.
    if (known !== undefined) await end(known);
    return entry.live;
  }

  async try({ id, plugin, settings, credentials }: Trial): Promise<TrialConnection> {
    const definition = definitionOf(settings, id);
    checkChain(settings, id);
    const opening = this.#optionsFor(plugin, id, definition);
    const sealed = credentials === undefined ? opening.sealed : typed(opening, credentials);
    const { clock, events } = this.#options;
    const live = new PooledConnection({ id, clock, events, ...opening, sealed });
    this.#trials.add(live);
    const dispose = async () => {
      this.#trials.delete(live);
      await live.dispose();
    };
    return { live, dispose };
  }

  async loginVariables({ connections }: Pick<Settings, "connections">): Promise<LoginVariables> {
    const definitions = [...connections.values()];
    const sources = sourcesOf(definitions).flatMap(({ variable }) => variable ?? []);
    // An auth method is ambient or has credentials. Only if it may be ambient is the plugin needed to know.
    const ambient = definitions.filter(({ auth }) => Object.keys(auth.sources).length === 0);
    const methods = new Map(ambient.map(({ provider, auth }) => [`${auth.method} ${provider}`, { provider, ...auth }]));
    const read = await Promise.all([...methods.values()].map((of) => this.#ambientVariables(of.provider, of.method)));
    return { sources: [...new Set(sources)], ambient: [...new Set(read.flat())] };
  }

  closeDescriptors({ connections }: Pick<Settings, "connections">): void {
    this.#reader.descriptors.close(sourcesOf(connections.values()).flatMap(({ descriptor }) => descriptor ?? []));
  }

  /** Empty if the plugin is missing: it cannot read anything then. */
  async #ambientVariables(provider: string, method: string): Promise<readonly string[]> {
    const plugin = await this.#options.plugins.load(provider).catch(() => undefined);
    return plugin?.manifest.auth.find(({ id }) => id === method)?.ambient?.variables ?? [];
  }

  async readLogin(id: string, fields: readonly string[], { signal }: CallContext): Promise<Credentials> {
    const settings = await this.#options.settings.read();
    const definition = definitionOf(settings, id);
    checkChain(settings, id);
    const options = await this.#opening(id, definition);
    const wanted = Object.entries(options.sources).filter(([field]) => fields.includes(field));
    return openSources({ ...options, sources: Object.fromEntries(wanted) }, { signal, anew: false });
  }

  async dispose(): Promise<void> {
    const entries = [...this.#entries.values()];
    const trials = [...this.#trials];
    this.#entries.clear();
    this.#trials.clear();
    await Promise.all([...entries.map(end), ...trials.map((trial) => trial.dispose())]);
  }

  async #make(id: string, definition: ConnectionDefinition): Promise<PooledConnection> {
    const { clock, events } = this.#options;
    return new PooledConnection({ id, clock, events, ...(await this.#opening(id, definition)) });
  }

  /**
   * What is needed to open a session. Throws `KeyferryError` if the connection does not fit, or points to a place that
   * nobody confirmed.
   */
  async #opening(id: string, definition: ConnectionDefinition): Promise<OpeningOptions> {
    return this.#optionsFor(await this.#options.plugins.load(definition.provider), id, definition);
  }

  #optionsFor(plugin: ProviderPlugin, id: string, definition: ConnectionDefinition): OpeningOptions {
    const { log, limits, credentialStore, secrets } = this.#options;
    const { fields, auth, origin } = validateStored(plugin.manifest, definition);
    const binding = { connectionId: id, provider: definition.provider, origin };
    return {
      plugin,
      fields: Object.freeze({
        name: definition.name,
        fields,
        auth: Object.freeze({ method: auth.method, fields: auth.fields }),
      }),
      sources: auth.sources,
      reader: this.#reader,
      secrets,
      sealed: credentialStore && (async (signal) => (await credentialStore.get()).open(binding, { signal })),
      limits: { ...SESSION_LIMITS, ...limits },
      log,
    };
  }
}

function definitionOf({ connections }: Pick<Settings, "connections">, id: string): ConnectionDefinition {
  const definition = connections.get(id);
  if (definition !== undefined) return definition;
  throw new KeyferryError({
    code: "unknown-name",
    message: `there is no connection with the id ${JSON.stringify(id)}`,
    hint: "list them: keyferry connection list",
  });
}

/** A malformed source reads nothing, so there is nothing to withhold. Its own connection reports it when it is used. */
function sourcesOf(connections: Iterable<ConnectionDefinition>): Source[] {
  const texts = new Set([...connections].flatMap(({ auth }) => Object.values(auth.sources)));
  return [...texts].flatMap((text) => {
    try {
      return [parseSource(text)];
    } catch {
      return [];
    }
  });
}

/** Credentials that replace sealed ones; those that are missing come from the store, which is asked only if needed. */
function typed({ sources, sealed }: OpeningOptions, credentials: Credentials): OpeningOptions["sealed"] {
  const stored = Object.keys(sources).filter((field) => sources[field] === storedSource.form);
  const all = stored.every((field) => Object.hasOwn(credentials, field));
  return async (signal) => ({ ...(all ? {} : await sealed?.(signal)), ...credentials });
}

async function end({ live }: Entry): Promise<void> {
  const connection = await live.catch(() => undefined);
  await connection?.dispose();
}
