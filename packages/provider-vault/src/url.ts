import { type Problem, pathProblem } from "./path.ts";

/** Where a connection's URL points. */
export interface Place {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The origin and the path at which a reverse proxy puts Vault, if it does; without a slash at the end. */
  readonly endpoint: string;
  readonly secure: boolean;
  /** The host is this machine by its very name. */
  readonly local: boolean;
  /** What stands behind `/v1/`. */
  readonly mount?: string;
}

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** Takes `https://HOST:PORT` or `https://HOST:PORT/v1/MOUNT/` apart, either behind a path of a reverse proxy or not. */
export function readUrl(text: string): Place | Problem {
  const hint = "write https://HOST:8200, or https://HOST:8200/v1/MOUNT/";
  const [, authority = "", path = ""] = /^https?:\/\/([^/?#\\\s]+)(\/[^?#\\\s]*)?$/i.exec(text) ?? [];
  const url = URL.parse(text);
  if (url === null || authority === "") return { message: "it is not an http(s) address", hint };
  if (authority.includes("@")) return { message: "it holds a login", hint };
  const parts = path.replace(/^\/|\/$/g, "").split("/");
  const at = parts.indexOf("v1");
  const before = parts.slice(0, at < 0 ? parts.length : at).filter((part, _, all) => part !== "" || all.length > 1);
  if (before[0] === "ui") return { message: "it is the address of Vault's web pages", hint };
  if (before.some((part) => !/^[A-Za-z0-9._~-]+$/.test(part) || /^\.\.?$/.test(part))) {
    return { message: "its path is not one of plain parts", hint };
  }
  const mount = at < 0 ? undefined : decoded(parts.slice(at + 1).join("/"));
  const problem = mount === undefined || mount === "" ? undefined : pathProblem(mount);
  if (problem !== undefined) return { message: `its mount is no path of Vault: ${problem.message}`, hint };
  return {
    origin: url.origin,
    endpoint: [url.origin, ...before].join("/"),
    secure: url.protocol === "https:",
    local: LOOPBACK.test(url.hostname),
    ...(mount === undefined || mount === "" ? {} : { mount }),
  };
}

/** A path that cannot be decoded stays as it is, and then holds a `%`, which no mount has. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
