import { type Host, type HostResponse, ProviderError, type TlsOptions } from "@keyferry/core/provider";
import { parseAnswer } from "./answers.ts";
import type { VaultConnection } from "./connection.ts";
import { refuse } from "./connection.ts";
import { LATER, NOT_VAULT } from "./error-table.ts";
import { redirectTarget } from "./redirect.ts";
import { RefusedAnswer, readRefusal } from "./refusal.ts";

/** What the library asks for: its own members, and those that a call adds for this transport. */
export interface TransportRequest {
  readonly method: string;
  /** Joined raw by the library: what is in it was encoded before. */
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
}

/** What the library takes for an answer. The body stays as it came: only who knows what it holds parses it. */
export interface TransportAnswer {
  readonly statusCode: number;
  readonly body: Uint8Array;
  readonly request: { readonly path: string };
}

export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;

function succeeded({ status, headers, body }: HostResponse): TransportAnswer {
  if (status !== 200 && status !== 204) throw new RefusedAnswer(readRefusal({ status, headers, body }));
  if (status === 200 && parseAnswer(body, headers["content-type"]) === undefined) throw new ProviderError(NOT_VAULT);
  return { statusCode: status, body, request: { path: "" } };
}

/**
 * The transport that the library is given in place of its own, over the host's. A standby's redirect is followed once, by
 * hand. Throws a `ProviderError`, or a {@link RefusedAnswer} for every status but success: the library never sees one, since
 * its own errors hold the body.
 */
export function createTransport(host: Host, connection: VaultConnection, tls: TlsOptions): Transport {
  const { socketPath, proxy, allowPlainHttp } = connection;
  const send = ({ method, headers, json, signal, maxBytes, timeoutMs }: TransportRequest, url: string) =>
    host.request({
      method,
      url,
      headers: {
        ...headers,
        // Agents and proxies can be set to answer nobody without it: it keeps web pages from asking them.
        "X-Vault-Request": "true",
        ...(json === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      tls,
      allowPlainHttp,
      signal,
      ...(socketPath === undefined ? {} : { socketPath }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  return async (request) => {
    const first = await send(request, request.uri);
    if (first.status < 300 || first.status > 399) return succeeded(first);
    const location = first.headers.location ?? "";
    if (first.status !== 307) {
      const host = URL.parse(location, request.uri)?.host ?? "nowhere";
      return refuse(`the address redirects to ${host}, which Vault never does so`, "check url for a sign-in page");
    }
    const second = await send(request, redirectTarget(location, request.uri, connection));
    if (second.status < 300 || second.status > 399) return succeeded(second);
    throw new ProviderError({ code: "unavailable", message: "Vault has no active node now", hint: LATER });
  };
}
