import type { Settings } from "../settings/model.ts";
import { secretOfSource } from "../settings/secret-source.ts";

type Held = Pick<Settings, "secrets" | "profiles">;

/** Connection id → the names of the secrets that use it, sorted. */
export function secretsOfConnections({ secrets }: Held): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  secrets.forEach(({ connection, name }) => {
    add(users, connection, name);
  });
  return sorted(users);
}

/** Secret id → the names of the connections that log in with it, sorted. */
export function connectionsOfSecrets({
  connections,
}: Pick<Settings, "connections">): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { name, auth } of connections.values()) {
    const used = Object.values(auth.sources).flatMap((source) => secretOfSource(source) ?? []);
    for (const id of new Set(used)) add(users, id, name);
  }
  return sorted(users);
}

/** Secret id → the names of the profiles that use it, sorted. */
export function profilesOfSecrets({ profiles }: Held): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { name, settings } of profiles.values()) {
    for (const setting in settings) {
      const value = settings[setting];
      if (value !== undefined && "secret" in value) add(users, value.secret, name);
    }
  }
  return sorted(users);
}

function add(users: Map<string, string[]>, id: string, name: string): void {
  const names = users.get(id);
  if (names === undefined) users.set(id, [name]);
  // Listed once, however many settings of a profile use it.
  else if (names.at(-1) !== name) names.push(name);
}

function sorted(users: Map<string, string[]>): Map<string, string[]> {
  for (const names of users.values()) if (names.length > 1) names.sort();
  return users;
}
