import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expectedSignature, parseAuthorization, type SignedRequest, sha256Hex } from "../../aws/sigv4.ts";
import { answerBucket } from "./s3-bucket.ts";
import { confirmation, customerKey, keepObject, readObject, removeObject } from "./s3-objects.ts";
import type { Ground, Service } from "./service.ts";

const MOST_BYTES = 1_000_000;

/**
 * S3 in small, over TLS: objects are put, read, listed and deleted, in buckets that are always there; each request is checked for its signature, and a key of the customer's
 * encrypts the object (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html). Ours, for where the one that is not
 * (seaweedfs.ts) cannot be built.
 */
export const s3: Service = {
  id: "s3",
  product: "our S3 in small",
  packages: [],
  async start(ground) {
    const home = join(ground.folder, "s3");
    await mkdir(home);
    const [cert, key] = await Promise.all([readFile(ground.tls.cert), readFile(ground.tls.key)]);
    const server = createServer({ cert, key }, (message, response) => {
      answer(ground, home, message, response).catch((error: unknown) => refuse(response, error));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
      ports: { https: (server.address() as AddressInfo).port },
      facts: { home },
      async stop() {
        server.close();
        server.closeAllConnections();
        await once(server, "close");
      },
    };
  },
};

async function answer(ground: Ground, home: string, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await received(message);
  if (!isSigned(request, ground)) throw new Error("SignatureDoesNotMatch");
  const { pathname, searchParams } = new URL(request.target, "https://127.0.0.1");
  const name = decodeURIComponent(pathname).slice(1);
  if (/^[\w-]+\/?$/.test(name))
    return answerBucket(home, name.replace("/", ""), request.method, searchParams, response);
  if (!/^[\w-]+(\/[\w.-]+)+$/.test(name) || name.includes("..")) throw new Error("NoSuchBucket");
  const key = customerKey(request.headers);
  if (request.method === "PUT") {
    await keepObject(home, name, request.body, key);
    response.writeHead(200, { ...confirmation(key), etag: `"${sha256Hex(request.body)}"` }).end();
    return;
  }
  if (request.method === "DELETE") {
    await removeObject(home, name);
    response.writeHead(204).end();
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") throw new Error("MethodNotAllowed");
  const body = await readObject(home, name, key);
  if (body === undefined) throw new Error("NoSuchKey");
  const { first, last } = rangeOf(request.headers.range, body.length);
  const part = body.subarray(first, last + 1);
  const head = {
    ...confirmation(key),
    "content-length": part.length,
    "last-modified": new Date().toUTCString(),
    etag: `"${sha256Hex(body)}"`,
  };
  const ranged = { "content-range": `bytes ${first}-${last}/${body.length}` };
  response
    .writeHead(request.headers.range ? 206 : 200, request.headers.range ? { ...head, ...ranged } : head)
    .end(request.method === "HEAD" ? undefined : part);
}

/** `bytes=FIRST-LAST` or `bytes=FIRST-`; the whole without it (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html). */
function rangeOf(range: string | undefined, length: number): { readonly first: number; readonly last: number } {
  const [, first = "0", last = ""] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  return { first: Number(first), last: Math.min(last === "" ? length - 1 : Number(last), length - 1) };
}

async function received(message: IncomingMessage): Promise<SignedRequest> {
  const parts: Buffer[] = [];
  for await (const part of message as AsyncIterable<Buffer>) {
    parts.push(part);
    if (Buffer.concat(parts).length > MOST_BYTES) throw new Error("EntityTooLarge");
  }
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
  return { method: message.method ?? "", target: message.url ?? "/", headers, body: Buffer.concat(parts) };
}

function isSigned(request: SignedRequest, { account }: Ground): boolean {
  const authorization = parseAuthorization(request.headers.authorization ?? "");
  if (authorization?.service !== "s3" || authorization.accessKeyId !== account.systemName) return false;
  const hash = request.headers["x-amz-content-sha256"];
  if (hash !== "UNSIGNED-PAYLOAD" && hash !== sha256Hex(request.body)) return false;
  const expected = expectedSignature(request, authorization, account.password);
  return timingSafeEqual(Buffer.from(expected), Buffer.from(authorization.signature));
}

const STATUS: Readonly<Record<string, number>> = {
  NoSuchKey: 404,
  NoSuchBucket: 404,
  InvalidArgument: 400,
  InvalidRequest: 400,
};

function refuse(response: ServerResponse, error: unknown): void {
  const code = error instanceof Error ? error.message : "InternalError";
  if (response.headersSent) response.destroy();
  else
    response
      .writeHead(STATUS[code] ?? 403, { "content-type": "application/xml" })
      .end(`<Error><Code>${code}</Code></Error>`);
}
