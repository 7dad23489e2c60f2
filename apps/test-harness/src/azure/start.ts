import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Call } from "./calls.ts";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { Directory } from "./directory.ts";
import { FaultQueue } from "./faults.ts";
import { handle } from "./handler.ts";
import type { StoreParts } from "./parts.ts";
import { Rights } from "./rights.ts";
import { serve } from "./serve.ts";
import { VaultState } from "./state.ts";
import type { AzureStore } from "./store.ts";
import { TokenBook } from "./tokens.ts";

export interface AzureStoreOptions {
  /** The store's clock, in milliseconds since the epoch. */
  readonly now?: () => number;
  /** What tokens must be for; by default the public cloud's `https://vault.azure.net`. */
  readonly resource?: string;
}

/**
 * Starts a key vault, Microsoft Entra and the endpoint of a managed identity in small on 127.0.0.1, each at a port of its
 * own, close enough to the vendor's wire protocol, challenge and assertions included, for the unmodified SDK. It keeps
 * everything in memory but the CA's certificate, and it only reads: what would write is denied and counted.
 */
export async function startAzureStore(options: AzureStoreOptions = {}): Promise<AzureStore> {
  const now = options.now ?? Date.now;
  const certificates = await makeCertificates();
  const closing = new AbortController();
  const directory = new Directory(certificates.client.cert, now);
  const parts: StoreParts = {
    resource: options.resource ?? "https://vault.azure.net",
    now,
    state: new VaultState(now),
    directory,
    tokens: new TokenBook(directory.tenantId, now),
    rights: new Rights(),
    faults: new FaultQueue(),
    paging: { list: 25 },
    identityHeader: randomUUID(),
    calls: [],
    at: { vault: "", login: "" },
    closing: closing.signal,
  };
  const listener =
    (service: Call["service"]): RequestListener =>
    (message, response) => {
      // What fails here is a connection that went away, or a body above the limit: neither has anybody left to tell.
      handle(parts, service, message, response).catch(() => response.destroy());
    };
  const vault = await serve(listener("vault"), certificates.server);
  const login = await serve(listener("login"), certificates.server);
  const identity = await serve(listener("identity"));
  parts.at.vault = `https://localhost:${vault.port}`;
  parts.at.login = `https://localhost:${login.port}`;
  const folder = await mkdtemp(join(tmpdir(), "keyferry-azure-"));
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, certificates.ca);
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all([vault.close(), login.close(), identity.close()]);
    await rm(folder, { recursive: true, force: true });
  };
  return control(parts, certificates, `http://127.0.0.1:${identity.port}`, caFile, close);
}

function control(
  parts: StoreParts,
  certificates: Certificates,
  identityHost: string,
  caFile: string,
  close: () => Promise<void>,
): AzureStore {
  const { state, rights, faults, calls, directory } = parts;
  const { tenantId, domain, clientId, objectId, clientSecret, identityClientId } = directory;
  return {
    vault: parts.at.vault,
    authorityHost: parts.at.login,
    ca: certificates.ca,
    caFile,
    resource: parts.resource,
    logins: {
      tenantId,
      domain,
      clientId,
      objectId,
      clientSecret,
      certificate: `${certificates.client.cert}\n${certificates.client.key}`,
      identityClientId,
      identityHost,
      identityEndpoint: `${identityHost}/msi/token`,
      identityHeader: parts.identityHeader,
      federatedToken: (subject, seconds) => directory.federatedToken(subject, seconds),
      approve: (userCode) => directory.approve(userCode),
    },
    calls,
    get writes() {
      return calls.filter((call) => call.write);
    },
    paging: parts.paging,
    put: (name, value, properties = {}) => state.put(name, value, properties).id,
    update: (name, properties, version) => state.update(name, properties, version),
    delete: (name) => state.delete(name),
    remove: (name) => state.purge(name),
    deny: (denial) => rights.deny(denial),
    allow: () => rights.allowAll(),
    expireTokens: () => parts.tokens.expire(),
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    close,
  };
}
