import type { OutgoingHttpHeaders } from "node:http";
import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { ProviderError } from "../../contract/errors.ts";
import { nodeHttp, nodeHttps } from "./agents.ts";
import type { Target } from "./check-url.ts";
import { refused } from "./refused.ts";
import { isAllowedAddress, safeLookup } from "./safe-lookup.ts";

/** A proxy, with the login in its URL, which is sent only to the proxy and never shown. */
export interface ProxyServer {
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a proxy's URL. Throws a `ProviderError` (`invalid-connection`) without a part of it. */
export function checkProxy(text: string): ProxyServer {
  const url = URL.parse(text);
  const fits = url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "" && url.pathname === "/";
  if (!fits || url.search !== "" || url.hash !== "") {
    throw refused("the proxy must be an http(s) URL without a path", "write http://proxy.example:3128");
  }
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  if (!isAllowedAddress(hostname)) throw refused("the proxy's address is a link-local one", "check the proxy");
  const secure = url.protocol === "https:";
  return {
    secure,
    hostname,
    port: url.port === "" ? (secure ? 443 : 80) : Number(url.port),
    headers: url.username === "" ? {} : { "proxy-authorization": basic(url) },
  };
}

function basic({ username, password }: URL): string {
  let login: string;
  try {
    login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw refused("the proxy's login is not percent-encoded as it should be");
  }
  return `Basic ${Buffer.from(login).toString("base64")}`;
}

/** Opens a tunnel through a proxy, and TLS to the target inside it. The proxy sees only the target's host and port. */
export async function tunnel(
  proxy: ProxyServer,
  target: Target,
  tls: ConnectionOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const { connect } = process.getBuiltinModule("node:tls");
  const host = target.hostname.includes(":") ? `[${target.hostname}]` : target.hostname;
  const authority = `${host}:${target.port}`;
  const socket = await connectThrough(proxy, authority, signal);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const secured = connect({ ...tls, socket, host: target.hostname }, () => resolve(secured));
  secured.on("error", reject);
  socket.on("error", (error) => secured.destroy(error));
  signal.addEventListener("abort", () => secured.destroy(), { once: true });
  return promise;
}

async function connectThrough(proxy: ProxyServer, authority: string, signal: AbortSignal): Promise<Socket> {
  const { request } = proxy.secure ? nodeHttps() : nodeHttp();
  const headers: OutgoingHttpHeaders = { host: authority, ...proxy.headers };
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const asking = request({
    method: "CONNECT",
    host: proxy.hostname,
    port: proxy.port,
    path: authority,
    headers,
    agent: false,
    signal,
    lookup: safeLookup(),
    rejectUnauthorized: true,
  });
  asking.once("connect", (answer, socket: Socket, head: Buffer) => {
    if (answer.statusCode === 200 && head.length === 0) return resolve(socket);
    socket.destroy();
    reject(proxyFailure(answer.statusCode));
  });
  // A proxy that answers with anything but a tunnel has refused it.
  asking.once("response", (answer) => {
    answer.destroy();
    reject(proxyFailure(answer.statusCode));
  });
  asking.on("error", reject);
  asking.end();
  return promise;
}

function proxyFailure(status: number | undefined): ProviderError {
  if (status === 407) return refused("the proxy wants a login", "check the login in the proxy's URL");
  return new ProviderError({
    code: "unavailable",
    message: `the proxy opened no tunnel (status ${status ?? "unknown"})`,
    hint: "check the proxy's rules for this host",
  });
}
