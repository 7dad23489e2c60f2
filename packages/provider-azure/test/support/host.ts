import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { type Host, type HostRequest, type HostResponse, type LogRecord, ProviderError } from "@keyferry/core/provider";

/** A host that sends as Keyferry's own does, so far as the provider can tell: no redirect, a cap, a signal. */
export interface TestHost extends Host {
  readonly logged: LogRecord[];
  readonly requests: HostRequest[];
}

export function testHost(): TestHost {
  const logged: LogRecord[] = [];
  const requests: HostRequest[] = [];
  return {
    logged,
    requests,
    log: (record) => void logged.push(record),
    request: async (request) => {
      requests.push(request);
      try {
        return await exchange(request);
      } catch (thrown) {
        throw toProviderError(thrown, request);
      }
    },
  };
}

async function exchange(request: HostRequest): Promise<HostResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HostResponse>();
  const send = request.url.startsWith("https:") ? httpsRequest : httpRequest;
  const limit = AbortSignal.timeout(request.timeoutMs ?? 15_000);
  const asking = send(
    request.url,
    {
      method: request.method,
      headers: { ...request.headers },
      agent: false,
      signal: request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]),
      ...request.tls,
    },
    (answer) => {
      const chunks: Buffer[] = [];
      let length = 0;
      answer.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > (request.maxBytes ?? 1024 * 1024)) {
          reject(new ProviderError({ code: "integrity", message: "the answer is too long" }));
          answer.destroy();
        }
      });
      answer.on("end", () => {
        const headers = Object.entries(answer.headersDistinct).map(([name, all]) => [name, (all ?? []).join(", ")]);
        const status = answer.statusCode ?? 0;
        resolve({ status, headers: Object.fromEntries(headers), body: new Uint8Array(Buffer.concat(chunks)) });
      });
      answer.on("error", reject);
    },
  );
  asking.on("error", reject);
  asking.end(request.body);
  return promise;
}

function toProviderError(thrown: unknown, { signal }: HostRequest): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  if (signal?.aborted) return new ProviderError({ code: "cancelled", message: "the call was cancelled" });
  const code = (thrown as NodeJS.ErrnoException).code ?? "";
  if (/CERT|TLS|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return new ProviderError({ code: "invalid-connection", message: `TLS failed (${code})` });
  }
  return new ProviderError({ code: "unavailable", message: "the network failed" });
}
