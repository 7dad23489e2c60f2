import type { LazyCredentialStore } from "../connections/lazy-credential-store.ts";
import type { Clock } from "../contract/clock.ts";
import { isKeyferryError } from "../contract/failure.ts";
import type { PluginHost } from "../plugins/port.ts";
import { startDeadline } from "../resolve/deadline.ts";
import type { RemoteReader } from "../resolve/port.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import { secretOfSource } from "../settings/secret-source.ts";
import { usesStore } from "./login-sources.ts";
import type { LoginEnd } from "./views.ts";

export interface LoginEndPorts {
  readonly plugins: PluginHost;
  readonly remote: Pick<RemoteReader, "check">;
  readonly credentialStore: LazyCredentialStore;
  readonly clock: Pick<Clock, "now">;
}

/** Enough time to get another login before a job fails, even over a weekend and a holiday. In milliseconds. */
const SOON_MS = 7 * 24 * 3_600_000;
/** The answer is useful, but not worth a long wait. In milliseconds. */
const ASKING_MS = 5_000;

type Connections = readonly (readonly [id: string, definition: ConnectionDefinition])[];

/**
 * The logins of these connections that expire soon and that Keyferry does not renew, according to the manager (for a
 * credential that was given) or to the person (for one that is sealed). Whatever cannot be found out is left out. Never
 * throws.
 */
export async function loginsEndingSoon(
  connections: Connections,
  ports: LoginEndPorts,
  signal?: AbortSignal,
): Promise<readonly LoginEnd[]> {
  using deadline = startDeadline(ASKING_MS, signal);
  const found = await Promise.all([
    ...connections.map(async ([id, definition]) => {
      const expiresAt = await endAtManager(id, definition, ports, deadline.signal);
      return expiresAt === undefined ? [] : [{ connection: definition.name, expiresAt }];
    }),
    endsOfSealed(connections, ports),
  ]);
  const now = ports.clock.now().getTime();
  const earliest = new Map<string, LoginEnd>();
  for (const { connection, expiresAt } of found.flat()) {
    const end = Date.parse(expiresAt);
    const known = earliest.get(connection);
    if (!Number.isFinite(end) || end - now > SOON_MS || (known && Date.parse(known.expiresAt) <= end)) continue;
    earliest.set(connection, { connection, expiresAt, hoursLeft: Math.max(0, Math.floor((end - now) / 3_600_000)) });
  }
  return [...earliest.values()].sort((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));
}

/** The connections that some secrets need, including those that their logins depend on. */
export function connectionsNeeded(settings: Settings, ids: Iterable<string>): Connections {
  const needed = new Map<string, ConnectionDefinition>();
  const add = (id: string): void => {
    const definition = settings.connections.get(id);
    if (definition === undefined || needed.has(id)) return;
    needed.set(id, definition);
    for (const source of Object.values(definition.auth.sources)) {
      const secret = settings.secrets.get(secretOfSource(source) ?? "");
      if (secret) add(secret.connection);
    }
  };
  for (const id of ids) add(id);
  return [...needed];
}

async function endAtManager(
  id: string,
  { provider, auth }: ConnectionDefinition,
  { plugins, remote }: LoginEndPorts,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { manifest } = await plugins.load(provider);
    if (manifest.auth.find((method) => method.id === auth.method)?.ends !== true) return undefined;
    return (await remote.check(id, signal)).expiresAt;
  } catch (thrown) {
    if (isKeyferryError(thrown)) return undefined;
    throw thrown;
  }
}

/** Only looks into the store if it is used, and asks no keeper. */
async function endsOfSealed(
  connections: Connections,
  { credentialStore }: LoginEndPorts,
): Promise<Pick<LoginEnd, "connection" | "expiresAt">[]> {
  const stored = new Map(connections.filter(([, definition]) => usesStore(definition)));
  if (stored.size === 0) return [];
  try {
    const entries = (await (await credentialStore.get()).status())?.entries ?? [];
    return entries.flatMap(({ connectionId, expiresAt }) => {
      const connection = stored.get(connectionId)?.name;
      return connection === undefined || expiresAt === undefined ? [] : [{ connection, expiresAt }];
    });
  } catch (thrown) {
    if (isKeyferryError(thrown)) return [];
    throw thrown;
  }
}
