import type { Settings } from "../settings/model.ts";
import { secretOfSource } from "../settings/secret-source.ts";

type Held = Pick<Settings, "secrets" | "profiles">;

/** Connection id → the names of the secrets that use it, sorted. */
export function secretsOfConnections({ secrets }: Held): ReadonlyMap<string, readonly string[]> {
  return gather([...secrets.values()].map(({ connection, name }) => [connection, name]));
}

/** Secret id → the names of the connections that log in with it, sorted. */
export function connectionsOfSecrets({
  connections,
}: Pick<Settings, "connections">): ReadonlyMap<string, readonly string[]> {
  return gather(
    [...connections.values()].flatMap(({ name, auth }) => {
      const used = Object.values(auth.sources).flatMap((source) => secretOfSource(source) ?? []);
      return [...new Set(used)].map((id): [string, string] => [id, name]);
    }),
  );
}

/** Secret id → the names of the profiles that use it, sorted. */
export function profilesOfSecrets({ profiles }: Held): ReadonlyMap<string, readonly string[]> {
  return gather(
    [...profiles.values()].flatMap(({ name, settings }) => {
      const used = Object.values(settings).flatMap((value) => ("secret" in value ? [value.secret] : []));
      return [...new Set(used)].map((id): [string, string] => [id, name]);
    }),
  );
}

function gather(pairs: readonly (readonly [id: string, name: string])[]): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const [id, name] of pairs) {
    const names = users.get(id);
    if (names === undefined) users.set(id, [name]);
    else names.push(name);
  }
  for (const names of users.values()) names.sort();
  return users;
}
