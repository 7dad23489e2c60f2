import { isIP } from "node:net";
import { refused } from "./refused.ts";

/** Where a request goes, and the exact bytes of its path. */
export interface Target {
  readonly secure: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  /** Path and query, as given. */
  readonly path: string;
  /** Scheme, host and port, for messages. */
  readonly origin: string;
}

/**
 * Takes an absolute http(s) URL apart. `URL` folds `..` and its escaped forms, drops tabs, and turns backslashes and odd
 * numbers of IPv4 addresses; a URL that it would change is refused, so that what was checked is what is sent. Throws a
 * `ProviderError` (`invalid-connection`) without a part of the path, which may hold a secret's name.
 */
export function checkUrl(text: string): Target {
  const parts = /^(https?):\/\/([^/?#]+)(\/[^#]*)?$/.exec(text);
  if (parts === null || !/^[\x21-\x7e]*$/.test(text) || !URL.canParse(text)) {
    throw refused("a request's URL must be absolute http(s), in visible ASCII and without a fragment");
  }
  const [, scheme = "", authority = "", path = "/"] = parts;
  const url = new URL(text);
  if (authority.includes("@")) throw refused("a request's URL must not hold a login");
  const port = scheme === "https" ? ":443" : ":80";
  const plain = (host: string) => (host.endsWith(port) ? host.slice(0, -port.length) : host);
  if (plain(authority.toLowerCase()) !== url.host)
    throw refused("the host of a request's URL is not in its plain form");
  // A query is never normalised, and is sent as it is.
  if (url.pathname !== path.split("?", 1)[0]) {
    throw refused("the path of a request's URL would be folded: it holds . or .. or a character to be escaped");
  }
  const secure = scheme === "https";
  const bracketed = /^\[(.*)\]$/.exec(url.hostname);
  return {
    secure,
    hostname: bracketed?.[1] ?? url.hostname,
    port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
    path,
    origin: url.origin,
  };
}

/** Whether a host name means this machine. What the name resolves to is checked again when connecting. */
export function isLoopbackName(hostname: string): boolean {
  const version = isIP(hostname);
  return hostname === "localhost" || hostname === "::1" || (version === 4 && hostname.startsWith("127."));
}
