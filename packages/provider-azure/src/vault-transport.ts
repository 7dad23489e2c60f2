import { AsyncLocalStorage } from "node:async_hooks";
import { type Host, type HostResponse, ProviderError } from "@keyferry/core/provider";
import type { AzureConnection } from "./connection.ts";
import { broken, NOT_AZURE, vaultFailure } from "./errors.ts";
import { asRecord, type JsonRecord, parseRecord, textOf } from "./json-record.ts";
import type { Reach } from "./reach.ts";
import { type Send, sentHeaders } from "./wire.ts";

/**
 * Bytes. A value has at most 25 KB (https://learn.microsoft.com/azure/key-vault/secrets/about-secrets); a page of 25
 * entries with 15 tags of 1,024 characters each is longer.
 */
const MAX_BYTES = 4 * 1024 * 1024;

/** One call of a session: what the SDK loses on the way from it to the wire and back. */
interface Call {
  readonly signal: AbortSignal;
  /** The address of the next page, as the last answer had it. */
  next?: string;
}

export interface VaultTransport {
  readonly send: Send;
  /**
   * Runs a call of the SDK. Its signal reaches the wire, also for pages after the first, for which the SDK drops it; and
   * the address of the next page comes back, which the SDK's own paging drops.
   */
  run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<{ readonly result: T; readonly next?: string }>;
}

/**
 * Sends the requests to the vault over the host's own HTTP: no redirect, no proxy of the environment, a cap on the body.
 * Only a challenge and a whole answer of Key Vault go back to the SDK; for everything else a `ProviderError` is thrown
 * through it, since the SDK's own errors carry bodies.
 */
export function createVaultTransport(host: Host, settings: AzureConnection, reach: Reach): VaultTransport {
  const calls = new AsyncLocalStorage<Call>();
  const send: Send = async (request) => {
    if (request.method !== "GET") throw new ProviderError({ code: "internal", message: "the SDK wants to write" });
    if (new URL(request.url).origin !== settings.vault) {
      throw new ProviderError(broken("the vault points to another host"));
    }
    const call = calls.getStore();
    const headers = sentHeaders(request);
    const answer = await host.request({
      method: "GET",
      url: request.url,
      headers,
      maxBytes: MAX_BYTES,
      ...(call === undefined ? {} : { signal: call.signal }),
      ...reach,
    });
    const text = Buffer.from(answer.body).toString("utf8");
    if (answer.status === 401 && isChallenge(answer, headers)) return { status: 401, headers: answer.headers, text };
    if (answer.status !== 200) throw new ProviderError(vaultFailure(answer));
    const body = parseRecord(text);
    if (body === undefined || !isOfKeyVault(body)) throw new ProviderError(broken(NOT_AZURE));
    if (call !== undefined) {
      const next = textOf(body, "nextLink");
      if (next === undefined) delete call.next;
      else call.next = next;
    }
    return { status: 200, headers: { ...answer.headers, "content-type": "application/json" }, text };
  };
  return {
    send,
    async run(signal, run) {
      const call: Call = { signal };
      const result = await calls.run(call, run);
      return call.next === undefined ? { result } : { result, next: call.next };
    },
  };
}

/**
 * Whether the vault asks for a login. With a token it does so again only where more claims are wanted; otherwise the
 * token is refused, and asking again with the same one would change nothing.
 */
function isChallenge({ headers }: HostResponse, sent: Readonly<Record<string, string>>): boolean {
  const challenge = headers["www-authenticate"] ?? "";
  if (!/^Bearer /i.test(challenge)) return false;
  const withToken = Object.keys(sent).some((name) => name.toLowerCase() === "authorization");
  return !withToken || /\berror="insufficient_claims"/.test(challenge);
}

/** Whether a body has the shape that the SDK takes for granted: a secret, or a list of them. */
function isOfKeyVault(body: JsonRecord): boolean {
  const { value } = body;
  const { nextLink } = body;
  if (Array.isArray(value)) {
    const linked = nextLink === undefined || nextLink === null || typeof nextLink === "string";
    return linked && value.every((one) => isIdentified(asRecord(one)));
  }
  return isIdentified(body);
}

function isIdentified(record: JsonRecord | undefined): boolean {
  return /^https:\/\/[^/]+\/[a-z]+\/[^/]+(\/|$)/i.test(textOf(record, "id") ?? "");
}
