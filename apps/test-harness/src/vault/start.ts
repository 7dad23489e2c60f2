import { X509Certificate } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Call } from "./calls.ts";
import { FaultQueue } from "./faults.ts";
import { handle, type StoreParts } from "./handler.ts";
import { makeCredentials } from "./logins.ts";
import { Rights } from "./rights.ts";
import { VaultState } from "./state.ts";
import type { VaultStore, Which } from "./store.ts";
import { TokenBook } from "./tokens.ts";

export interface VaultStoreOptions {
  /** The store's clock, in milliseconds since the epoch. */
  readonly now?: () => number;
  /** The namespace that requests must name; none if absent. */
  readonly namespace?: string;
  /** Be a Vault Agent with auto-auth: no token is needed, but the header `X-Vault-Request`. */
  readonly agent?: boolean;
  /** Listen at this Unix socket. */
  readonly socketPath?: string;
  /** Speak TLS with this certificate for `localhost`, as PEM, and ask clients for one of theirs. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Say "invalid token" of an unknown one, as newer versions do (default true). */
  readonly saysInvalidToken?: boolean;
}

/**
 * Starts Vault's KV secrets engines, its tokens and five of its auth methods in small on 127.0.0.1, close enough to the
 * vendor's wire protocol for unmodified clients. It keeps everything in memory, and it only reads: what would write is
 * denied and counted. Node's HTTP server does not know the LIST method, so that only `GET` with `list=true` lists.
 */
export async function startVaultStore(options: VaultStoreOptions = {}): Promise<VaultStore> {
  const now = options.now ?? Date.now;
  const closing = new AbortController();
  const state = new VaultState(now);
  state.mount("secret", 2);
  state.mount("kv", 1);
  const parts: StoreParts = {
    now,
    state,
    tokens: new TokenBook(now, options.saysInvalidToken ?? true),
    rights: new Rights(),
    credentials: makeCredentials(),
    terms: { login: { seconds: 3_600, renewable: true } },
    namespace: options.namespace ?? "",
    agent: options.agent ?? false,
    certificate: {},
    faults: new FaultQueue(),
    calls: [] as Call[],
    closing: closing.signal,
  };
  const listener: RequestListener = (message, response) => {
    // What fails here is a connection that went away, or a body above the limit: neither has anybody left to tell.
    handle(parts, message, response).catch(() => response.destroy());
  };
  const { tls, socketPath } = options;
  const server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener);
  // A client must not meet a connection that the server is just about to give up.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((ready, failed) => {
    server.once("error", failed);
    if (socketPath === undefined) server.listen(0, "127.0.0.1", ready);
    else server.listen(socketPath, ready);
  });
  const close = async (): Promise<void> => {
    closing.abort();
    await new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  };
  return control(parts, endpointOf(server.address(), tls !== undefined), close);
}

function endpointOf(address: AddressInfo | string | null, secure: boolean): string {
  if (address === null || typeof address === "string") return "http://localhost";
  return secure ? `https://localhost:${address.port}` : `http://127.0.0.1:${address.port}`;
}

function control(parts: StoreParts, endpoint: string, close: () => Promise<void>): VaultStore {
  const { state, tokens, rights, faults, calls, certificate, now } = parts;
  const versions = (name: string, { mount = "secret", versions: wanted }: Which) =>
    state.secret(mount, name).versions.filter(({ number }) => wanted === undefined || wanted.includes(number));
  return {
    endpoint,
    close,
    token: tokens.root.token,
    credentials: parts.credentials,
    calls,
    terms: parts.terms,
    get writes() {
      return calls.filter((call) => call.write);
    },
    mount: (path, version, type) => state.mount(path, version, type),
    put: (name, record, { mount = "secret", customMetadata, deletedAt } = {}) => {
      const json = typeof record === "string" ? record : JSON.stringify(record);
      const { number } = state.put(mount, name, json, deletedAt);
      if (customMetadata !== undefined) state.secret(mount, name).customMetadata = customMetadata;
      return number;
    },
    delete: (name, which = {}) => {
      for (const version of versions(name, which)) version.deletedAt = now();
    },
    destroy: (name, which = {}) => {
      for (const version of versions(name, which)) version.destroyed = true;
    },
    remove: (name, mount = "secret") => void state.require(mount).secrets.delete(name),
    deny: (denial) => rights.deny(denial),
    allow: () => rights.allowAll(),
    issueToken: (terms, displayName = "token") => tokens.issue(displayName, terms).token,
    knows: (token) => tokens.find(token) !== undefined,
    openLogins: () => tokens.open,
    expireTokens: () => tokens.expire(),
    trustCertificate: (pem) => {
      certificate.fingerprint = new X509Certificate(pem).fingerprint256;
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
  };
}
