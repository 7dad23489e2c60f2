import type { Credentials } from "../contract/credential-store.ts";
import type { Field } from "../contract/manifest.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { CallContext, ConnectionFields, OpenConnection } from "../contract/session.ts";
import { openForLogin } from "../secret/open.ts";
import { Redactor } from "../secret/redactor.ts";
import type { Secret } from "../secret/secret.ts";
import { secretOfSource } from "../settings/secret-source.ts";
import { GuardedSession } from "./guarded-session.ts";
import type { SessionLimits } from "./limits.ts";
import type { LogSink } from "./plugin-log.ts";
import type { LoginSecrets } from "./port.ts";
import { toFailure } from "./provider-failure.ts";
import { createHost, type HostOptions } from "./request.ts";
import { readCredentials } from "./sources/read-credentials.ts";
import type { SourceReader } from "./sources/reader.ts";
import { withinLimit } from "./time-limit.ts";

export interface OpeningOptions {
  readonly plugin: ProviderPlugin;
  readonly fields: ConnectionFields;
  readonly sources: Readonly<Record<string, string>>;
  readonly reader: SourceReader;
  /** Opens what the credential store holds for this connection. */
  readonly sealed?: ((signal: AbortSignal) => Promise<Credentials>) | undefined;
  /** Reads `secret:` sources. */
  readonly secrets?: LoginSecrets | undefined;
  readonly limits: SessionLimits;
  readonly log?: LogSink | undefined;
  /** Gets the headers of each answer to the plugin. */
  readonly heard?: HostOptions["heard"];
}

export interface OpeningContext extends CallContext {
  /** An earlier opening did not give a login that the manager accepts. */
  readonly anew: boolean;
}

/** An open session, and what must be closed with it. */
export interface OpenedSession {
  readonly session: GuardedSession;
  /** Closes the sockets of the host that the plugin was given. */
  readonly close: () => void;
}

/**
 * Reads the login's sources and opens a session. Credentials are opened only here, for this one call. Throws
 * `KeyferryError`. A session that opens after the wait has ended is disposed.
 */
export async function openSession(options: OpeningOptions, { signal, anew }: OpeningContext): Promise<OpenedSession> {
  const { plugin, fields, sources, limits, log, heard } = options;
  const { manifest } = plugin;
  const context = { signal, anew };
  const reader = readerOf(options, context);
  const credentials = await readCredentials(fields.name, fieldsOf(plugin, fields), sources, reader, context);
  const redactor = new Redactor();
  for (const credential of credentials.values()) redactor.add(credential);
  const redact = (text: string) => redactor.redact(text);
  const { host, close } = createHost({ connection: fields.name, redact, log, heard });
  const guard = { connection: fields.name, provider: manifest.id, redact, manifest, limits };
  const discard = (given: unknown) => {
    // There is nobody left to tell of its failure.
    (async () => new GuardedSession(given, guard).dispose())().catch(() => undefined);
  };
  let given: unknown;
  try {
    given = await withinLimit<unknown>(
      (inner) => plugin.open(unsealed(fields, credentials), host, Object.freeze({ signal: inner })),
      { ms: limits.openMs, signal, who: "the provider", late: discard },
    );
  } catch (thrown) {
    close();
    throw toFailure(thrown, guard);
  }
  try {
    return { session: new GuardedSession(given, guard), close };
  } catch (unfit) {
    close();
    throw unfit;
  }
}

/** Reads the login's sources as {@link openSession} does, for a login that will be stored elsewhere from now on. */
export async function openSources(options: OpeningOptions, context: OpeningContext): Promise<Credentials> {
  const { plugin, fields, sources } = options;
  const credentials = await readCredentials(
    fields.name,
    fieldsOf(plugin, fields),
    sources,
    readerOf(options, context),
    context,
  );
  return opened(credentials);
}

function fieldsOf({ manifest }: ProviderPlugin, { auth }: ConnectionFields): readonly Field[] {
  const method = manifest.auth.find(({ id }) => id === auth.method);
  return [...manifest.fields, ...(method?.fields ?? [])];
}

function readerOf(options: OpeningOptions, context: OpeningContext): SourceReader {
  return withSecrets(options, withSealed(options, context.signal), context);
}

/** All fields of one opening are taken from the store at once. */
function withSealed({ reader, sealed }: OpeningOptions, signal: AbortSignal): SourceReader {
  if (sealed === undefined) return reader;
  let opened: Promise<Credentials> | undefined;
  return {
    ...reader,
    sealed: () => {
      opened ??= sealed(signal);
      return opened;
    },
  };
}

/** All fields of one opening are read together. */
function withSecrets(
  { sources, secrets, fields }: OpeningOptions,
  reader: SourceReader,
  context: OpeningContext,
): SourceReader {
  if (secrets === undefined) return reader;
  const ids = new Set(Object.values(sources).flatMap((source) => secretOfSource(source) ?? []));
  let readings: ReturnType<LoginSecrets["read"]> | undefined;
  return {
    ...reader,
    secrets: async (id) => {
      readings ??= secrets.read([...ids], context);
      const where = `connection ${fields.name}`;
      return (await readings).get(id) ?? { ok: false, code: "internal", message: "the secret was not read", where };
    },
  };
}

function unsealed(fields: ConnectionFields, credentials: ReadonlyMap<string, Secret<string>>): OpenConnection {
  return Object.freeze({ ...fields, credentials: opened(credentials) });
}

function opened(credentials: ReadonlyMap<string, Secret<string>>): Credentials {
  return Object.freeze(Object.fromEntries([...credentials].map(([name, each]) => [name, openForLogin(each)])));
}
