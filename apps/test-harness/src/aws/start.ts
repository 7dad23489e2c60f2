import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Call } from "./calls.ts";
import { CredentialBook, keyId } from "./credentials.ts";
import { FaultQueue } from "./faults.ts";
import { handle, type StoreParts } from "./handler.ts";
import { Rights } from "./rights.ts";
import { SecretState } from "./state.ts";
import type { AwsStore } from "./store.ts";

export interface AwsStoreOptions {
  /** Default `eu-west-1`. Requests that are signed for another region are refused. */
  readonly region?: string;
  /** The store's clock, in milliseconds since the epoch. */
  readonly now?: () => number;
}

const account = "123456789012";

/**
 * Starts AWS Secrets Manager and the Security Token Service in small on 127.0.0.1, close enough to the vendor's wire protocol, signatures
 * included, for the unmodified SDK. It keeps everything in memory, and it only reads: what would write is denied and counted.
 */
export async function startAwsStore(options: AwsStoreOptions = {}): Promise<AwsStore> {
  const region = options.region ?? "eu-west-1";
  const now = options.now ?? Date.now;
  const closing = new AbortController();
  const calls: Call[] = [];
  const parts: StoreParts = {
    region,
    now,
    state: new SecretState(region, account, now),
    book: new CredentialBook(account, now),
    rights: new Rights(),
    roles: new Map(),
    faults: new FaultQueue(),
    paging: { batch: 20, list: 100 },
    calls,
    closing: closing.signal,
  };
  const server = createServer((message, response) => {
    // What fails here is a connection that went away, or a body above the limit: neither has anybody left to tell.
    handle(parts, message, response).catch(() => response.destroy());
  });
  // A client must not meet a connection that the server is just about to give up.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    closing.abort();
    await new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  };
  return control(parts, `http://127.0.0.1:${port}`, close);
}

function control(parts: StoreParts, endpoint: string, close: () => Promise<void>): AwsStore {
  const { state, book, rights, roles, faults, calls } = parts;
  return {
    endpoint,
    close,
    region: parts.region,
    credentials: book.owner,
    calls,
    paging: parts.paging,
    get writes() {
      return calls.filter((call) => call.write);
    },
    put: (name, { description, ...content }) => {
      const { secret, version } = state.put(name, content, description);
      return { arn: secret.arn, versionId: version.id };
    },
    rotate: (name, { stages, ...content }) => {
      const version = state.addVersion(name, content, stages ?? ["AWSCURRENT"]);
      return { arn: state.require(name).arn, versionId: version.id };
    },
    scheduleDeletion: (name) => state.scheduleDeletion(name),
    remove: (name) => state.remove(name),
    deny: (denial) => rights.deny(denial),
    allow: () => rights.allowAll(),
    addRole: (arn, role) => void roles.set(arn, { ...role, arn }),
    issueSession: (seconds = 3600) => {
      const arn = `arn:aws:sts::${account}:assumed-role/harness/session`;
      return book.issue(arn, `${keyId("AROA")}:session`, seconds);
    },
    expireSessions: () => book.expireSessions(),
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
  };
}
