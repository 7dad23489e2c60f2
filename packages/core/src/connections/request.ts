import { isAbsolute } from "node:path";
import type { Host, HostRequest, HostResponse } from "../contract/host.ts";
import { Agents } from "./http/agents.ts";
import { checkHeaders } from "./http/check-headers.ts";
import { checkUrl, isLoopbackName, type Target } from "./http/check-url.ts";
import { type CheckedRequest, exchange } from "./http/exchange.ts";
import { checkProxy } from "./http/proxy.ts";
import { refused } from "./http/refused.ts";
import { isAllowedAddress } from "./http/safe-lookup.ts";
import { type LogSink, pluginLog } from "./plugin-log.ts";
import type { Redact } from "./provider-failure.ts";
import { withinLimit } from "./time-limit.ts";

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 1024 * 1024;

export interface HostOptions {
  /** The connection's name. */
  readonly connection: string;
  /** Masks the connection's credentials. */
  readonly redact: Redact;
  readonly log?: LogSink | undefined;
}

/** The host of one session, and a function that closes its sockets. */
export interface SessionHost {
  readonly host: Host;
  readonly close: () => void;
}

/** Makes what a plugin gets from its host. Node's HTTP is loaded at the first request: plugins with an SDK never need it. */
export function createHost({ connection, redact, log }: HostOptions): SessionHost {
  const agents = new Agents();
  const host: Host = {
    log: pluginLog(connection, redact, log),
    request: async (request): Promise<HostResponse> => {
      const checked = checkRequest(request);
      return withinLimit((signal) => exchange(checked, agents, signal), {
        ms: request.timeoutMs ?? TIMEOUT_MS,
        signal: request.signal,
        who: checked.target.origin,
      });
    },
  };
  return { host: Object.freeze(host), close: () => agents.close() };
}

/** Checks a whole request before any of it is sent. */
function checkRequest(request: HostRequest): CheckedRequest {
  const { method, socketPath } = request;
  if (!/^[A-Z]{1,20}$/.test(method) || method === "CONNECT" || method === "TRACE") {
    throw refused("a request's method must be in capitals, and neither CONNECT nor TRACE");
  }
  const target = checkUrl(request.url);
  if (socketPath !== undefined && (!isAbsolute(socketPath) || socketPath.includes("\0"))) {
    throw refused("a request's socket must be an absolute path");
  }
  if (socketPath !== undefined && request.proxy !== undefined) throw refused("a socket is not reached through a proxy");
  if (socketPath === undefined) checkPlace(target, request);
  return {
    method,
    target,
    headers: checkHeaders(request.headers),
    body: request.body,
    tls: request.tls,
    socketPath,
    proxy: request.proxy === undefined ? undefined : checkProxy(request.proxy),
    maxBytes: request.maxBytes ?? MAX_BYTES,
  };
}

function checkPlace({ secure, hostname, origin }: Target, { allowPlainHttp, proxy }: HostRequest) {
  if (!isAllowedAddress(hostname)) {
    throw refused(`${origin} is an address that is no secrets manager's`, "check the host");
  }
  // Through a proxy, a loopback name means the proxy's own machine.
  const local = isLoopbackName(hostname) && proxy === undefined;
  if (!secure && !local && allowPlainHttp !== true) {
    throw refused(`${origin} would be asked without TLS`, "use https, or allow plain HTTP on the connection");
  }
}
