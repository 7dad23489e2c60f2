import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { type Host, type HostRequest, type HostResponse, type LogRecord, ProviderError } from "@keyferry/core/provider";

function failure(thrown: unknown, answered: boolean): ProviderError {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  if (thrown instanceof ProviderError) return thrown;
  if (code === "ABORT_ERR") return new ProviderError({ code: "cancelled", message: "the call was cancelled" });
  const tls = /CERT|SIGNED|VERIFY|ERR_TLS|ERR_SSL|EPROTO/.test(code);
  const broken = answered || code.startsWith("HPE_");
  const kind = tls ? "invalid-connection" : broken ? "integrity" : "unavailable";
  return new ProviderError({ code: kind, message: `the request failed (${code})` });
}

async function send(asked: HostRequest): Promise<HostResponse> {
  const url = new URL(asked.url);
  const path = asked.url.slice(url.origin.length);
  const { promise, resolve, reject } = Promise.withResolvers<HostResponse>();
  let answered = false;
  const ask = url.protocol === "https:" ? httpsRequest : httpRequest;
  const outgoing = ask({
    method: asked.method,
    host: url.hostname,
    port: url.port,
    path,
    headers: { ...asked.headers },
    ...asked.tls,
    ...(asked.socketPath === undefined ? {} : { socketPath: asked.socketPath }),
    ...(asked.signal === undefined ? {} : { signal: asked.signal }),
  });
  outgoing.once("error", (error) => reject(failure(error, answered)));
  outgoing.once("response", async (answer) => {
    answered = true;
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const chunk of answer) {
        length += chunk.length;
        if (length > (asked.maxBytes ?? 1024 * 1024))
          throw new ProviderError({ code: "integrity", message: "too long" });
        chunks.push(chunk);
      }
      const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
      resolve({ status: answer.statusCode ?? 0, headers, body: new Uint8Array(Buffer.concat(chunks)) });
    } catch (error) {
      outgoing.destroy();
      reject(failure(error, answered));
    }
  });
  outgoing.end(asked.body);
  return promise;
}

/** A host over Node's HTTP, with what it was asked and told. Like the true one it follows no redirect. */
export function testHost() {
  const requests: HostRequest[] = [];
  const logged: LogRecord[] = [];
  const host: Host = {
    log: (record) => void logged.push(record),
    request: (request) => {
      requests.push(request);
      return send(request);
    },
  };
  return { host, requests, logged };
}
