import { BlockList, isIP } from "node:net";
import { type HostResponse, ProviderError } from "@keyferry/core/provider";
import { sentHeaders, type WireRequest } from "./wire.ts";

/** This machine, and the link-local addresses where Azure puts what speaks for it. */
const LOCAL = new BlockList();
LOCAL.addSubnet("127.0.0.0", 8, "ipv4");
LOCAL.addSubnet("169.254.0.0", 16, "ipv4");
LOCAL.addAddress("::1", "ipv6");

const MAX_BYTES = 256 * 1024;
const TIMEOUT_MS = 10_000;

/**
 * Whether an address may be that of the machine's identity endpoint. Variables of the environment name it
 * (https://learn.microsoft.com/azure/app-service/overview-managed-identity), and Azure always puts it on the machine
 * itself: whatever else they name is not asked, so that they cannot swap the identity for one from elsewhere.
 */
export function isIdentityEndpoint(url: URL): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const version = isIP(host);
  const local = host === "localhost" || (version !== 0 && LOCAL.check(host, version === 6 ? "ipv6" : "ipv4"));
  return url.protocol === "http:" && local;
}

/** An answer whose body is still to come. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array | string>;
}

/** Sends one request with the SDK's own client, past its pipeline: no proxy, and no redirect is followed. */
export type AskLocal = (request: WireRequest, signal: AbortSignal) => Promise<OpenAnswer>;

/**
 * Asks the identity endpoint. The host's own requests refuse link-local addresses, since no secrets manager is there: this
 * is the one exception. A time limit over all and a cap on the body. Throws `unauthenticated` where nothing answers.
 */
export async function askIdentityEndpoint(
  ask: AskLocal,
  request: WireRequest,
  closing: AbortSignal,
): Promise<HostResponse> {
  try {
    const sent = { ...request, headers: sentHeaders(request) };
    const { status, headers, body } = await ask(sent, AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]));
    return { status, headers, body: await readBody(body) };
  } catch {
    throw new ProviderError({
      code: "unauthenticated",
      message: "no endpoint for a managed identity answers on this machine",
      hint: "run it on a machine, app or function of Azure with an identity, or choose another auth method",
    });
  }
}

async function readBody(body: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    const chunk = Buffer.from(part);
    length += chunk.length;
    if (length > MAX_BYTES) throw new Error("too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
