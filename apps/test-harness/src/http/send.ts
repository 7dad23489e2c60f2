import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";

/** An HTTP answer before any fault of sending. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What can go wrong while an answer is sent, under the names that every store uses; other kinds change nothing here. */
interface SendingFault {
  readonly kind: string;
  readonly ms?: number;
}

/** Puts an answer on the wire, whole or with a fault of the sending stage. Ends early when the other side goes away. */
export async function send(response: ServerResponse, answer: Answer, fault?: SendingFault): Promise<void> {
  const body = Buffer.from(answer.body, "utf8");
  if (fault?.kind === "cut-off") return cutOff(response, answer, body);
  if (fault?.kind === "slow-body") return sendSlowly(response, answer, body, fault.ms ?? 20);
  if (fault?.kind === "endless-body") return sendEndlessly(response, answer, body);
  const sent = fault?.kind === "corrupt" ? body.subarray(0, Math.ceil(body.length / 2)) : body;
  response.writeHead(answer.status, { ...answer.headers, "content-length": sent.length });
  response.end(sent);
}

async function cutOff(response: ServerResponse, answer: Answer, body: Buffer): Promise<void> {
  response.writeHead(answer.status, { ...answer.headers, "content-length": body.length });
  const half = body.subarray(0, Math.ceil(body.length / 2));
  await new Promise<void>((flushed) => response.write(half, () => flushed()));
  response.destroy();
}

async function sendSlowly(response: ServerResponse, answer: Answer, body: Buffer, ms: number): Promise<void> {
  response.writeHead(answer.status, { ...answer.headers, "content-length": body.length });
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await setTimeout(ms);
  }
  response.end();
}

/** The first half of the body, then filler as fast as it is taken. */
async function sendEndlessly(response: ServerResponse, answer: Answer, body: Buffer): Promise<void> {
  response.writeHead(answer.status, answer.headers);
  await pipeline(async function* () {
    yield body.subarray(0, Math.ceil(body.length / 2));
    for (const filler = Buffer.alloc(65_536, "x"); ; ) yield filler;
  }, response);
}
