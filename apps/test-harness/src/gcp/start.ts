import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CredentialBook } from "./credentials.ts";
import { FaultQueue } from "./faults.ts";
import { credentialFiles } from "./files.ts";
import { handle, type StoreParts } from "./handler.ts";
import { type Place, parentName } from "./operations/operation.ts";
import { Rights } from "./rights.ts";
import { SecretState } from "./state.ts";
import type { GcpStore } from "./store.ts";

export interface GcpStoreOptions {
  /** Makes the store the regional service of one location. By default it is the global one. */
  readonly location?: string;
  /** The store's clock, in milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * Starts Google Secret Manager in small on 127.0.0.1, with what its logins need: the OAuth token endpoint, the Security
 * Token Service, the IAM Credentials API and the metadata server. It speaks the REST protocol that the unmodified SDK
 * speaks, and proves each caller. It keeps everything in memory, and it only reads.
 */
export async function startGcpStore(options: GcpStoreOptions = {}): Promise<GcpStore> {
  const now = options.now ?? Date.now;
  const place: Place = { project: "keyferry-harness", projectNumber: "123456789012", location: options.location };
  const closing = new AbortController();
  let endpoint = "";
  const parts: StoreParts = {
    place,
    now,
    state: new SecretState(now),
    book: new CredentialBook(place.project, place.projectNumber, now),
    rights: new Rights(),
    faults: new FaultQueue(),
    paging: { list: 25_000 },
    calls: [],
    tokenUri: () => `${endpoint}/token`,
    closing: closing.signal,
  };
  const server = createServer((message, response) => {
    // What fails here is a connection that went away, or a body above the limit: neither has anybody left to tell.
    handle(parts, message, response).catch(() => response.destroy());
  });
  // A client must not meet a connection that the server is just about to give up.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    closing.abort();
    await new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  };
  return control(parts, endpoint, close);
}

function control(parts: StoreParts, endpoint: string, close: () => Promise<void>): GcpStore {
  const { state, book, rights, faults, calls, place } = parts;
  return {
    endpoint,
    close,
    tokenUri: parts.tokenUri(),
    metadataHost: endpoint.replace("http://", ""),
    project: place.project,
    projectNumber: place.projectNumber,
    email: book.email,
    subjectToken: book.subjectToken,
    files: credentialFiles(book, place, endpoint),
    calls,
    paging: parts.paging,
    get writes() {
      return calls.filter((call) => call.write);
    },
    put: (id, { labels, annotations, expireTime, ...content }) => {
      const metadata = {
        ...(labels && { labels }),
        ...(annotations && { annotations }),
        ...(expireTime && { expireTime }),
      };
      const version = String(state.put(id, content, metadata).number);
      return { name: `${parentName(place)}/secrets/${id}/versions/${version}`, version };
    },
    putEmpty: (id) => {
      state.put(id, { text: "" });
      state.require(id).versions.length = 0;
    },
    setState: (id, wanted, version = "latest") => {
      const found = state.version(id, version);
      if (!found) throw new Error(`The store has no version ${version} of ${JSON.stringify(id)}.`);
      found.state = wanted;
    },
    setAlias: (id, alias, version) => void state.require(id).aliases.set(alias, Number(version)),
    remove: (id) => state.remove(id),
    deny: (denial) => rights.deny(denial),
    allow: () => rights.allowAll(),
    expireTokens: () => book.expireTokens(),
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
  };
}
