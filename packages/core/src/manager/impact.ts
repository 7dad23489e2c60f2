import { isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { Settings } from "../settings/model.ts";
import { nameKey } from "../settings/names.ts";
import { quote } from "../settings/quote.ts";
import { unknownName } from "../settings/unknown-name.ts";
import type { RunGlance } from "./audit-views.ts";
import { type LastRun, versionUsed } from "./last-runs.ts";
import { findNamed, isNamed } from "./named.ts";
import type { ImpactUse, ImpactView } from "./overview-views.ts";

type Affected = { readonly secrets: Set<string>; readonly connections: Set<string> };

/**
 * What is affected if a secret or a connection changes: the profiles that use it, also through connections that log in
 * with it. Throws `KeyferryError` (`unknown-name`; `usage` if the name is ambiguous).
 */
export function impactOf(
  settings: Settings,
  runs: ReadonlyMap<string, LastRun>,
  name: string,
  kind: "secret" | "connection" | undefined,
): ImpactView {
  const found = find(settings, name, kind);
  const affected = closure(settings, found.kind, found.id);
  const uses: ImpactUse[] = [];
  for (const [profileId, profile] of settings.profiles) {
    const run = runs.get(profileId);
    for (const [setting, value] of Object.entries(profile.settings)) {
      if (!("secret" in value) || !affected.secrets.has(value.secret)) continue;
      const secret = settings.secrets.get(value.secret);
      const version = versionUsed(run, setting, value.secret);
      uses.push({
        profile: profile.name,
        setting,
        secret: secret?.name ?? value.secret,
        ...(run === undefined ? {} : { lastRun: glance(run) }),
        ...(version === undefined ? {} : { version }),
      });
    }
  }
  const names = (ids: Iterable<string>, all: ReadonlyMap<string, { readonly name: string }>) =>
    [...ids].map((id) => all.get(id)?.name ?? id).sort();
  affected.connections.delete(found.kind === "connection" ? found.id : "");
  return {
    kind: found.kind,
    name: found.name,
    ...(found.kind === "connection" ? { secrets: names(affected.secrets, settings.secrets) } : {}),
    connections: names(affected.connections, settings.connections),
    uses: uses.sort((a, b) => order(a.profile, b.profile) || order(a.setting, b.setting)),
  };
}

export function glance({ run, time, outcome, exitCode }: LastRun): RunGlance {
  return { run, time, outcome, ...(exitCode === undefined ? {} : { exitCode }) };
}

function find({ secrets, connections }: Settings, name: string, kind: "secret" | "connection" | undefined) {
  const isConnection = isNamed(connections, name);
  if (kind === undefined && isConnection && isNamed(secrets, name)) {
    throw new KeyferryError({
      code: "usage",
      message: `there is a secret and a connection ${quote(name)}`,
      hint: "say which one: --kind secret or --kind connection",
    });
  }
  const which = kind ?? (isConnection ? "connection" : "secret");
  const all: ReadonlyMap<string, { readonly name: string }> = which === "secret" ? secrets : connections;
  const [id, entry] = kind
    ? findNamed(which, all, name)
    : eitherNamed(name, { secrets, connections }, () => findNamed(which, all, name));
  return { kind: which, id, name: entry.name };
}

/** A connection affects its secrets, and a secret the connections that log in with it. */
function closure(settings: Settings, kind: "secret" | "connection", id: string): Affected {
  const loginsBy = loginSecrets(settings);
  const affected: Affected = { secrets: new Set(), connections: new Set() };
  const open = [{ kind, id }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const seen = next.kind === "secret" ? affected.secrets : affected.connections;
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    if (next.kind === "secret")
      for (const each of loginsBy.get(next.id) ?? []) open.push({ kind: "connection", id: each });
    else
      settings.secrets.forEach(({ connection }, secret) => {
        if (connection === next.id) open.push({ kind: "secret", id: secret });
      });
  }
  return affected;
}

const SOURCE = "secret:";

/** Secret id → the connections whose login names it as a source. */
function loginSecrets({ secrets, connections }: Settings): Map<string, string[]> {
  const sources = [...connections].flatMap(([id, { auth }]) =>
    Object.values(auth.sources).flatMap((source) =>
      source.startsWith(SOURCE) ? [{ id, named: source.slice(SOURCE.length) }] : [],
    ),
  );
  const logins = new Map<string, string[]>();
  if (sources.length === 0) return logins;
  const ids = new Map([...secrets].map(([id, { name }]) => [nameKey(name), id]));
  for (const { id, named } of sources) {
    const secret = secrets.has(named) ? named : ids.get(nameKey(named));
    if (secret !== undefined) logins.set(secret, [...(logins.get(secret) ?? []), id]);
  }
  return logins;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The result of `find`; if nothing has the name, the error offers the nearest names of both kinds. */
function eitherNamed<T>(
  name: string,
  { secrets, connections }: Pick<Settings, "secrets" | "connections">,
  find: () => T,
): T {
  try {
    return find();
  } catch (error) {
    if (!isKeyferryError(error)) throw error;
    const names = [...secrets.values(), ...connections.values()].map((each) => each.name);
    throw unknownName("secret or connection", name, names, "keyferry secret list or keyferry connection list");
  }
}
