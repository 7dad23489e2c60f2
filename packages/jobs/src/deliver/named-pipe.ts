import { execFile } from "node:child_process";
import { constants, openSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { Socket } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Delivery, KeyferryError } from "@keyferry/core/delivery";
import type { Ground } from "./ground.ts";
import { pathVariable, variableClaim } from "./variable.ts";
import type { Delivered, Prepared, Way } from "./way.ts";

type PipeDelivery = Extract<Delivery, { kind: "pipe" }>;

/** How often a pipe that nobody has opened yet is tried again, in milliseconds: from short to long, since a job that has not
 * opened it after a second is in no hurry. */
const PAUSES = { first: 2, longest: 25 };

/** `pipe:VARIABLE`: for programs that close inherited descriptors, or are told of a path. It gives its payload once. */
export const namedPipeWay: Way<PipeDelivery> = {
  exposure:
    "The path, in the program's environment; whoever opens the pipe before the program does gets the value in its place. Once it is read the pipe is gone.",
  hasPlace: true,
  subject: ({ variable }) => `the value for the pipe${variable === undefined ? "" : ` ${variable}`}`,
  claims: ({ variable }, platform) => (variable === undefined ? [] : [variableClaim(variable, platform)]),
  fault: () => undefined,
  prepare: (payloads, ground) => Promise.all(payloads.map((payload, at) => preparePipe(payload, at, ground))),
};

async function preparePipe(
  { delivery, opened }: Delivered<PipeDelivery>,
  at: number,
  ground: Ground,
): Promise<Prepared> {
  const file = path.join(await ground.folder(), `pipe-${at}`);
  await makePipe(file);
  const stop = new AbortController();
  let written: Promise<void> = Promise.resolve();
  return {
    ...pathVariable(delivery.variable, file),
    place: file,
    started() {
      written = writeOnce(file, opened.bytes, stop.signal).catch(() => undefined);
    },
    async end() {
      stop.abort();
      await written;
      await unlink(file).catch(() => undefined);
    },
  };
}

async function makePipe(file: string): Promise<void> {
  try {
    // Node has no mkfifo(3); that of POSIX is a program too.
    await promisify(execFile)("mkfifo", ["-m", "600", file]);
  } catch {
    throw new KeyferryError({
      code: "delivery",
      message: "no named pipe could be made for the job",
      hint: "it takes the program mkfifo and room for a name in the temporary folder; deliver the value another way",
    });
  }
}

/** Waits until somebody reads, without a thread that hangs where nobody does; then takes the name away and writes. */
async function writeOnce(file: string, bytes: Buffer, stop: AbortSignal): Promise<void> {
  for (let pause = PAUSES.first; !stop.aborted; pause = Math.min(pause * 1.2, PAUSES.longest)) {
    const fd = openForReader(file);
    if (fd !== undefined) {
      // A reader that waits for its end must get one, be the name gone already.
      await unlink(file).catch(() => undefined);
      // A socket of Node's, since it waits where the pipe is full; a stream of files fails there.
      const stream = new Socket({ fd, readable: false, writable: true });
      stop.addEventListener("abort", () => stream.destroy(), { once: true });
      stream.on("error", () => stream.destroy());
      const closed = new Promise<void>((resolve) => stream.once("close", () => resolve()));
      stream.end(bytes);
      return closed;
    }
    await sleep(pause, undefined, { signal: stop });
  }
}

/** The writing end, or undefined as long as nobody reads: with `O_NONBLOCK` that is ENXIO (open(2)), and nothing waits. */
function openForReader(file: string): number | undefined {
  try {
    return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENXIO") return undefined;
    throw error;
  }
}
