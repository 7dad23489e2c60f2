import type { BulkSecret, ConnectionView, SecretType } from "@keyferry/core";
import type { Lines, NamedReference, UnmappedLine } from "./read-lines.ts";

export interface MapOptions {
  /** The connection of all that name none. */
  readonly connection?: string;
  readonly type?: SecretType;
  readonly unchecked?: boolean;
}

export interface Mapped {
  readonly inputs: readonly BulkSecret[];
  readonly unmapped: readonly UnmappedLine[];
}

/** Finds the connection of each reference: the named one, or the only one of its provider. Pure. */
export function mapReferences(
  { references, unmapped }: Lines,
  connections: readonly ConnectionView[],
  options: MapOptions,
): Mapped {
  const inputs: BulkSecret[] = [];
  const problems = [...unmapped];
  for (const reference of references) {
    const found = connectionOf(reference, connections, options.connection);
    const remote = typeof found === "string" ? found : remoteNameOf(reference, found);
    if (typeof found === "string" || typeof remote !== "object") {
      problems.push({ line: reference.line, name: reference.name, problem: String(remote) });
      continue;
    }
    const { name, key, version } = reference;
    inputs.push({
      name,
      connection: found.name,
      remoteName: remote.name,
      ...(key === undefined ? {} : { key }),
      ...(version === undefined ? {} : { version }),
      ...(options.type === undefined ? {} : { type: options.type }),
      ...(options.unchecked ? { unchecked: true } : {}),
    });
  }
  return { inputs, unmapped: problems.sort((a, b) => a.line - b.line) };
}

/** The connection, or what is wrong. */
function connectionOf(
  { provider, connection, place = {} }: NamedReference,
  connections: readonly ConnectionView[],
  given: string | undefined,
): ConnectionView | string {
  const wanted = connection ?? given;
  if (wanted !== undefined) {
    const found = connections.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    if (found === undefined) return "there is no connection of the name that it needs";
    if (provider === undefined) return found;
    if (found.provider === provider) return elsewhere(found, place) ?? found;
    return `it is of ${provider}, and the connection ${found.name} of ${found.provider}`;
  }
  if (provider === undefined) return "which connection holds it now? say --connection NAME";
  const all = connections.filter((each) => each.provider === provider);
  const fitting = all.filter((each) => elsewhere(each, place) === undefined);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const [other] = all;
  if (other !== undefined && all.length === 1) return elsewhere(other, place) ?? other;
  return fitting.length === 0
    ? `there is no connection of ${provider}${Object.keys(place).length === 0 ? "" : " where it points"}`
    : `there are several connections of ${provider}: say --connection NAME`;
}

/** What speaks against a connection: that it points elsewhere than the reference says. What stands there is not quoted. */
function elsewhere({ name, fields }: ConnectionView, place: Readonly<Record<string, string>>): string | undefined {
  const [differing] = Object.keys(place).filter(
    (field) => fields[field] !== undefined && fields[field] !== place[field],
  );
  return differing === undefined ? undefined : `its ${differing} is not that of the connection ${name}`;
}

/** The name in the manager: of a Vault's path, what stands below the connection's mount. */
function remoteNameOf(
  { remoteName, path }: NamedReference,
  { fields }: ConnectionView,
): { readonly name: string } | string {
  if (!path) return { name: remoteName };
  const mount = mountOf(fields);
  if (!remoteName.startsWith(`${mount}/`)) return `it is not below ${mount}/, the connection's mount`;
  return { name: remoteName.slice(mount.length + 1).replace(/^data\//, "") };
}

/** The mount of a connection to a Vault: its field, or what its address names behind `/v1/`. `secret`, where neither does. */
function mountOf({ mount, url }: ConnectionView["fields"]): string {
  const named = mount ?? /\/v1\/(.+?)\/?$/.exec(String(url ?? ""))?.[1] ?? "secret";
  return String(named).replace(/^\/+|\/+$/g, "");
}
