import type { Settings } from "../settings/model.ts";
import { nameKey } from "../settings/names.ts";
import { findNamed } from "./named.ts";
import type { ProfileLoginsView } from "./overview-views.ts";

const SOURCE = "secret:";

/**
 * How the connections of a profile log in, including the connections that those logins depend on. Throws
 * `KeyferryError` (`unknown-name`).
 */
export function loginsOf(settings: Settings, name: string): ProfileLoginsView {
  const [id, profile] = findNamed("profile", settings.profiles, name);
  const byName = new Map([...settings.secrets.values()].map((secret) => [nameKey(secret.name), secret.connection]));
  const connections = new Set<string>();
  const open = Object.values(profile.settings).flatMap((value) => {
    const secret = "secret" in value ? settings.secrets.get(value.secret) : undefined;
    return secret === undefined ? [] : [secret.connection];
  });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (connections.has(next)) continue;
    connections.add(next);
    for (const source of Object.values(settings.connections.get(next)?.auth.sources ?? {})) {
      const named = source.startsWith(SOURCE) ? source.slice(SOURCE.length) : undefined;
      if (named === undefined) continue;
      const from = settings.secrets.get(named)?.connection ?? byName.get(nameKey(named));
      if (from !== undefined) open.push(from);
    }
  }
  const logins = [...connections].flatMap((connection) => {
    const definition = settings.connections.get(connection);
    if (definition === undefined) return [];
    const { provider, auth } = definition;
    const sources = Object.entries(auth.sources).map(([field, source]) => ({ field, source }));
    return [{ connection: definition.name, provider, method: auth.method, sources }];
  });
  return {
    profile: { id, name: profile.name },
    ...(profile.timeLimit === undefined ? {} : { timeLimit: profile.timeLimit }),
    logins: logins.sort((a, b) => (a.connection < b.connection ? -1 : 1)),
  };
}
