import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { LeakScanner } from "../../leaks/index.ts";
import type { Sighting, Sink } from "./sighting.ts";
import { readTraceLine } from "./trace-line.ts";

/** What a descriptor may lead to that is no file: a channel to another process, or a terminal. */
const CHANNEL = /^(pipe|socket|anon_inode|TCP|UNIX|NETLINK)[:[]|^\/dev\/(null|tty|pts\/|ptmx)|^\/proc\/|^$/;

/** Searches the log of a trace: every program's arguments and environment, and all that was written into files. */
export async function readTrace(log: string, scanner: LeakScanner, memory: readonly string[]): Promise<Sighting[]> {
  const sightings: Sighting[] = [];
  const pipes = new Set<string>();
  const files = new Map<string, { program: string; parts: Buffer[] }>();
  const look = (sink: Sink, program: string, bytes: Buffer, detail: string): void => {
    for (const { value } of scanner.scanBytes(bytes, detail)) sightings.push({ sink, program, value, detail });
  };
  for await (const line of createInterface({ input: createReadStream(log, "latin1") })) {
    const traced = readTraceLine(line);
    if (traced?.kind === "pipe") pipes.add(traced.path);
    if (traced?.kind === "exec") {
      look("arguments", traced.program, traced.args, `the arguments of ${traced.program}`);
      look("environment", traced.program, traced.environment, `the environment of ${traced.program}`);
    }
    if (traced?.kind !== "write" || CHANNEL.test(traced.path) || pipes.has(traced.path)) continue;
    // Pieces of one value may be written one by one.
    const file = files.get(traced.path) ?? { program: traced.program, parts: [] };
    file.parts.push(traced.bytes);
    files.set(traced.path, file);
  }
  for (const [path, { program, parts }] of files) {
    const sink = memory.some((folder) => path.startsWith(`${folder}/`)) ? "memory" : "files";
    look(sink, program, Buffer.concat(parts), path);
  }
  return sightings;
}
