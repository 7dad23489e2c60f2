import type { Answer } from "../http/send.ts";
import { NOTHING, result, versionedEngine } from "./answers.ts";
import type { Mount, StoredSecret, StoredVersion } from "./state.ts";

/** A request to a secrets engine, below its mount. */
export interface EngineRequest {
  readonly rest: string;
  readonly list: boolean;
  readonly query: URLSearchParams;
  readonly now: number;
}

function instant(at: number | undefined): string {
  return at === undefined ? "" : new Date(at).toISOString();
}

function state({ createdAt, deletedAt, destroyed }: StoredVersion) {
  return { created_time: instant(createdAt), deletion_time: instant(deletedAt), destroyed };
}

/** What stands in a folder: names, and folders with a slash at their end. */
function listed(mount: Mount, folder: string): Answer {
  const inside = [...mount.secrets.keys()].filter((name) => name.startsWith(folder));
  const keys = inside.map((name) => /^[^/]*\/?/.exec(name.slice(folder.length))?.[0] ?? "");
  if (keys.length === 0) return NOTHING;
  return result(JSON.stringify({ keys: [...new Set(keys)].sort() }));
}

function current({ versions }: StoredSecret): StoredVersion | undefined {
  return versions.at(-1);
}

function versionRead(secret: StoredSecret, { query, now }: EngineRequest): Answer {
  const asked = Number(query.get("version") ?? 0);
  const version = asked > 0 ? secret.versions.find(({ number }) => number === asked) : current(secret);
  if (version === undefined) return NOTHING;
  const metadata = { ...state(version), version: version.number, custom_metadata: secret.customMetadata };
  const gone = version.destroyed || (version.deletedAt !== undefined && version.deletedAt <= now);
  const data = gone ? "null" : version.json;
  return result(`{"data":${data},"metadata":${JSON.stringify(metadata)}}`, gone ? { status: 404 } : {});
}

function metadataRead(secret: StoredSecret): Answer {
  const numbers = secret.versions.map((version) => [String(version.number), state(version)]);
  return result(
    JSON.stringify({
      versions: Object.fromEntries(numbers),
      current_version: current(secret)?.number ?? 0,
      oldest_version: 0,
      created_time: instant(secret.versions[0]?.createdAt),
      updated_time: instant(current(secret)?.createdAt),
      max_versions: 0,
      cas_required: false,
      delete_version_after: "0s",
      custom_metadata: secret.customMetadata,
    }),
  );
}

/** https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v1 */
function first(mount: Mount, { rest, list }: EngineRequest): Answer {
  if (list) return listed(mount, rest);
  const secret = mount.secrets.get(rest);
  return secret === undefined ? NOTHING : result(current(secret)?.json ?? "null");
}

/** https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2 */
function second(mount: Mount, request: EngineRequest): Answer {
  const [, part, name = ""] = /^(data|metadata)\/(.*)$/s.exec(request.rest) ?? [];
  if (part === "metadata" && request.list) return listed(mount, name);
  if (part === undefined || request.list) return versionedEngine();
  const secret = mount.secrets.get(name);
  if (secret === undefined) return NOTHING;
  return part === "data" ? versionRead(secret, request) : metadataRead(secret);
}

export function engineRead(mount: Mount, request: EngineRequest): Answer {
  return mount.version === 2 ? second(mount, request) : first(mount, request);
}
