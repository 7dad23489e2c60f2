import { decoded, type ForeignReference, type Grammar, type Reading } from "./reference.ts";

type Backend = (path: string, params: ReadonlyMap<string, string>) => Reading;

/** Parameters that say where to log in: a connection says that. */
const PLACE = new Set([
  "region",
  "role_arn",
  "profile",
  "address",
  "namespace",
  "proto",
  "host",
  "auth_method",
  "role_id",
]);

const BACKENDS: Readonly<Record<string, Backend>> = {
  awssecrets: (path, params) => reference("aws", path, params.get("version_id") ?? params.get("version_stage")),
  gcpsecrets: (path, params) => {
    const [project, secret, ...more] = path.split("/");
    if (!project || !secret || more.length > 0) return { problem: "it is not ref+gcpsecrets://PROJECT/SECRET" };
    return reference("gcp", `projects/${project}/secrets/${secret}`, params.get("version"));
  },
  azurekeyvault: (path) => {
    const [vault, name, version, ...more] = path.split("/");
    if (!vault || !name || more.length > 0) return { problem: "it is not ref+azurekeyvault://VAULT/SECRET[/VERSION]" };
    const host = vault.includes(".") ? vault : `${vault}.vault.azure.net`;
    return reference("azure", `https://${host}/secrets/${name}`, version);
  },
  vault: (path, params) => {
    const read = reference("vault", path, params.get("version"));
    return "reference" in read ? { reference: { ...read.reference, path: true } } : read;
  },
};

/** Those of them that are a field of the connection, by the same name. */
const FIELDS = ["region", "namespace"] as const;

/** What each backend's parameters may say besides {@link PLACE}. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  awssecrets: ["version_id", "version_stage"],
  gcpsecrets: ["version"],
  vault: ["version"],
};

/**
 * `ref+BACKEND://PATH[?PARAMS][#/KEY]` of vals, of the backends that hold secrets which we can read:
 * https://github.com/helmfile/vals#supported-backends
 */
export const readVals: Grammar = (text) => {
  const found = /^(?:secret)?ref\+([a-z0-9]+):\/\/([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text);
  if (found === null) return text.startsWith("ref+") ? { problem: "it is not ref+BACKEND://PATH" } : undefined;
  const [, backend = "", path = "", query = "", fragment = ""] = found;
  const read = Object.hasOwn(BACKENDS, backend) ? BACKENDS[backend] : undefined;
  if (read === undefined) return { problem: `the backend ${backend} is none of ${Object.keys(BACKENDS).join(", ")}` };
  if (path === "" || path.endsWith("/")) return { problem: "its path is empty or ends in a slash" };
  const params = new Map<string, string>();
  for (const each of query === "" ? [] : query.split("&")) {
    const [name = "", value = ""] = each.split("=", 2);
    const whole = decoded(value);
    if (whole === undefined) return { problem: "its parameters are not percent-coded right" };
    if (!PLACE.has(name) && !(VERSIONS[backend] ?? []).includes(name)) {
      return { problem: "one of its parameters has no counterpart here" };
    }
    params.set(name, whole);
  }
  const result = read(path, params);
  // A plus at the end only ends the reference inside of a longer text.
  const key = keyOf(fragment.replace(/\+$/, ""));
  if ("problem" in result) return result;
  const place = FIELDS.flatMap((name): [string, string][] => {
    const value = params.get(name);
    return value ? [[name, value]] : [];
  });
  return {
    reference: {
      ...result.reference,
      ...(key === undefined ? {} : { key }),
      ...(place.length === 0 ? {} : { place: Object.fromEntries(place) }),
    },
  };
};

function reference(provider: string, remoteName: string, version: string | undefined): { reference: ForeignReference } {
  return { reference: { provider, remoteName, ...(version ? { version } : {}) } };
}

/** `/one` is a member's name, `/a/b` a way to a nested one. */
function keyOf(fragment: string): string | undefined {
  if (fragment === "" || fragment === "/") return undefined;
  const key = fragment.startsWith("/") ? fragment.slice(1) : fragment;
  return key.includes("/") ? `/${key}` : key;
}
