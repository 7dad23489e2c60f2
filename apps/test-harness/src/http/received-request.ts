import type { IncomingMessage } from "node:http";

/** No request of these services is larger; the largest of their secrets is 64 KiB. */
const maxBodyBytes = 1_048_576;

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they stood on the request line. */
  readonly target: string;
  /** Names in lower case; several values of one name are joined with a comma, as on the wire. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Reads a request whole; throws when its body is larger than any of these services takes. */
export async function readRequest(message: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error("The request is too large.");
    chunks.push(chunk);
  }
  const headers = Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(",")]);
  return {
    method: message.method ?? "",
    target: message.url ?? "/",
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}
