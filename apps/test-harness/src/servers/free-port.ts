import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Ports that Linux, macOS and Windows give nobody by themselves: theirs begin at 32768 and 49152 (ip(7), ip_local_port_range). */
const RANGE = [15_000, 30_000] as const;
const TRIES = 200;

const given = new Set<number>();

/**
 * A port of 127.0.0.1 that is free, for servers that cannot choose one themselves. A client's own end never takes it before the
 * server does, and nobody is given it twice.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(...RANGE);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`none of ${TRIES} ports of 127.0.0.1 is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
