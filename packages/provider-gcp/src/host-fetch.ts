import { type Host, type HostRequest, ProviderError } from "@keyferry/core/provider";
import { answerFailure, broken } from "./answer-failure.ts";
import { parseRecord } from "./json-record.ts";

/**
 * Bytes. A value has at most 64 KiB (https://cloud.google.com/secret-manager/quotas); a page of a list is longer, since
 * each secret may have 16 KiB of annotations.
 */
const MAX_BYTES = 20 * 1024 * 1024;

/** What the SDK reads of an answer. A whole `Response` is made of streams, which cost more than the rest of a read. */
export interface HostAnswer {
  readonly ok: true;
  readonly status: 200;
  arrayBuffer(): Promise<Uint8Array>;
}

interface Sent {
  readonly method?: string | undefined;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly signal?: AbortSignal | null | undefined;
}

/**
 * Sends one request of the SDK over the host's own HTTP: no redirect, no proxy of the environment, a cap on the body. Only
 * a JSON object with status 200 goes back to the SDK; for everything else, a `ProviderError` is thrown through it, since
 * the SDK's own errors carry bodies and have lost the answer's headers.
 */
export async function hostFetch(
  host: Host,
  url: string,
  sent: Sent,
  login: Readonly<Record<string, string>>,
  proxy: Pick<HostRequest, "proxy">,
): Promise<HostAnswer> {
  const method = sent.method ?? "GET";
  // All that is asked of Secret Manager is a GET; anything else would change something.
  if (method !== "GET") throw new ProviderError({ code: "internal", message: "the SDK wants to write" });
  const response = await host.request({
    method,
    url,
    headers: { ...Object.fromEntries(new Headers(sent.headers)), ...login },
    timeoutMs: 15_000,
    maxBytes: MAX_BYTES,
    ...(sent.signal ? { signal: sent.signal } : {}),
    ...proxy,
  });
  if (response.status !== 200) throw new ProviderError(answerFailure(response));
  const { body } = response;
  if (parseRecord(Buffer.from(body).toString("utf8")) === undefined) {
    throw new ProviderError(
      broken("the answer is not Google's: something else stands in its place, or it was damaged"),
    );
  }
  return { ok: true, status: 200, arrayBuffer: async () => body };
}
