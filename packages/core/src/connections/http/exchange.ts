import type { IncomingMessage, RequestOptions } from "node:http";
import { isIP } from "node:net";
import { ProviderError } from "../../contract/errors.ts";
import type { HostResponse, TlsOptions } from "../../contract/host.ts";
import { type Agents, nodeHttp, nodeHttps } from "./agents.ts";
import type { Target } from "./check-url.ts";
import { networkFailure } from "./network-failure.ts";
import { type ProxyServer, tunnel } from "./proxy.ts";
import { safeLookup } from "./safe-lookup.ts";

/** A request of which every part has been checked. */
export interface CheckedRequest {
  readonly method: string;
  readonly target: Target;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly tls?: TlsOptions | undefined;
  readonly socketPath?: string | undefined;
  readonly proxy?: ProxyServer | undefined;
  readonly maxBytes: number;
}

/** Sends one request and reads the whole answer. Throws a `ProviderError`. */
export async function exchange(request: CheckedRequest, agents: Agents, signal: AbortSignal): Promise<HostResponse> {
  let answered = false;
  try {
    const answer = await send(request, agents, signal);
    answered = true;
    const body = await readBody(answer, request);
    return { status: answer.statusCode ?? 0, headers: headersOf(answer), body };
  } catch (thrown) {
    throw networkFailure(thrown, request.target.origin, answered);
  }
}

async function send(request: CheckedRequest, agents: Agents, signal: AbortSignal): Promise<IncomingMessage> {
  const { target, body, proxy } = request;
  const module = target.secure ? nodeHttps() : nodeHttp();
  const options = await routeOf(request, agents, signal);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const length = body === undefined ? undefined : Buffer.byteLength(body);
  const asking = module.request({
    method: request.method,
    path: proxy !== undefined && !target.secure ? `${target.origin}${target.path}` : target.path,
    headers: { ...options.headers, ...request.headers, ...(length === undefined ? {} : { "content-length": length }) },
    insecureHTTPParser: false,
    signal,
    ...options.to,
  });
  asking.once("response", resolve);
  asking.on("error", reject);
  asking.end(body);
  return promise;
}

interface Route {
  readonly to: RequestOptions;
  readonly headers: Readonly<Record<string, string>>;
}

async function routeOf(request: CheckedRequest, agents: Agents, signal: AbortSignal): Promise<Route> {
  const { target, tls, socketPath, proxy } = request;
  // Set explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED cannot turn it off.
  const security = { minVersion: "TLSv1.2" as const, rejectUnauthorized: true, ...tlsOptions(target, tls) };
  const place = { host: target.hostname, port: target.port };
  if (proxy !== undefined && target.secure) {
    const socket = await tunnel(proxy, target, security, signal);
    // An agent of any kind, `false` included, would make a connection of its own, past the proxy.
    return { to: { ...place, createConnection: () => socket }, headers: {} };
  }
  if (proxy !== undefined) {
    const to = { host: proxy.hostname, port: proxy.port, agent: false as const, lookup: safeLookup() };
    return { to, headers: { ...proxy.headers, host: new URL(target.origin).host } };
  }
  const agent = target.secure ? agents.https : agents.http;
  const to = { ...place, agent, lookup: safeLookup(), ...(target.secure ? security : {}) };
  return { to: socketPath === undefined ? to : { ...to, socketPath }, headers: {} };
}

function tlsOptions({ hostname }: Target, tls: TlsOptions = {}) {
  const { ca, cert, key, serverName } = tls;
  // TLS names hosts, not addresses, to the server.
  const servername = serverName ?? (isIP(hostname) === 0 ? hostname : "");
  return {
    servername,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

async function readBody(answer: IncomingMessage, { maxBytes, target }: CheckedRequest): Promise<Uint8Array> {
  const tooLong = () => {
    answer.destroy();
    return new ProviderError({
      code: "integrity",
      message: `the answer of ${target.origin} is longer than ${maxBytes} bytes`,
    });
  };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLong();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}

function headersOf(answer: IncomingMessage): Readonly<Record<string, string>> {
  const headers = Object.entries(answer.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]);
  return Object.freeze(Object.fromEntries(headers));
}
