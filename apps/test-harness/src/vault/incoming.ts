import type { ReceivedRequest } from "../http/received-request.ts";
import { errors, Refused } from "./answers.ts";
import type { VaultOperation } from "./calls.ts";
import type { VaultState } from "./state.ts";

/** What a request asks for, told without trusting it. */
export interface Incoming {
  readonly operation: VaultOperation;
  /** Decoded, without `/v1/`; a list's ends with a slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly list: boolean;
  /** The secret or folder below its mount. */
  readonly name: string | undefined;
}

/** Decodes a path segment by segment, as the service's router does. Throws {@link Refused} for what it takes in no path. */
function decodePath(raw: string): string {
  const unsupported = new Refused(errors(404, "unsupported path"));
  const segments = raw.split("/");
  const inner = segments.slice(0, -1);
  if (inner.includes("") || segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) throw unsupported;
  let path: string;
  try {
    path = segments.map(decodeURIComponent).join("/");
  } catch {
    throw new Refused(errors(400, "malformed path"));
  }
  if (path.endsWith(".")) throw unsupported;
  return path;
}

const OWN: Readonly<Record<string, VaultOperation>> = {
  "GET auth/token/lookup-self": "lookup-self",
  "POST auth/token/renew-self": "renew-self",
  "POST auth/token/revoke-self": "revoke-self",
};

/** Reads the request line. Throws {@link Refused}. */
export function identify({ method, target }: ReceivedRequest, state: VaultState): Incoming {
  const [raw = "", search = ""] = target.split("?");
  const query = new URLSearchParams(search);
  if (!raw.startsWith("/v1/")) throw new Refused(errors(404, "page not found"));
  const list = method === "GET" && query.get("list") === "true";
  const decoded = decodePath(raw.slice("/v1/".length));
  const path = list && !decoded.endsWith("/") ? `${decoded}/` : decoded;
  const own = OWN[`${method} ${path}`];
  const plain = (operation: VaultOperation): Incoming => ({ operation, path, query, list, name: undefined });
  if (own !== undefined) return plain(own);
  if (method === "POST" && /^auth\/.+\/login(\/|$)/.test(path)) return plain("login");
  if (method !== "GET") return plain("write");
  if (path.startsWith("sys/internal/ui/mounts/")) return plain("mounts");
  const found = state.find(path);
  if (found === undefined) return plain("unknown");
  const [, part, below] = /^(data|metadata)\/(.*)$/s.exec(found.rest) ?? [];
  const name = found.mount.version === 2 ? (below ?? found.rest) : found.rest;
  const operation = list ? "list" : part === "metadata" && found.mount.version === 2 ? "metadata" : "read";
  return { operation, path, query, list, name };
}
