import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LeakScanner } from "../../leaks/index.ts";
import { removeFolder } from "../../servers/remove-folder.ts";
import { type WatchedFolder, watchFolders } from "./folders.ts";
import { watchProcesses } from "./processes.ts";
import { readTrace } from "./read-trace.ts";
import type { Sighting } from "./sighting.ts";
import { STRACE_FLAGS } from "./trace-line.ts";

/** Whether every program start and every written file is seen, or only what can be looked up in time. */
export type Tracing = "strace" | "none";

export interface Watched<T> {
  readonly result: T;
  readonly sightings: readonly Sighting[];
}

/** A run and what it is told: the words in front of its command line. */
export type Run<T> = (prefix: readonly string[]) => Promise<T>;

/** All that a run prints is searched too. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Watches a run for values: the arguments and the environment of every process, every written file, the sandbox, the system's
 * folder of temporary files and memory-backed storage. `apart` names folders that hold the values of the servers.
 */
export async function watch<T extends Printed>(
  values: readonly string[],
  place: { readonly sandbox: string; readonly apart: readonly string[]; readonly tracing: Tracing },
  run: Run<T>,
): Promise<Watched<T>> {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-trace-"));
  const log = join(folder, "log");
  const memory = await memoryFolders();
  const except = [...place.apart, folder, place.sandbox];
  const folders: WatchedFolder[] = [
    { path: place.sandbox, sink: "files" },
    { path: tmpdir(), sink: "files", newOnly: true, except },
    { path: "/dev/shm", sink: "memory", newOnly: true },
  ];
  const ended = new AbortController();
  const scanner = new LeakScanner(values);
  const watching = [watchProcesses(scanner, ended.signal), watchFolders(folders, values, ended.signal)];
  try {
    const result = await run(place.tracing === "strace" ? ["strace", ...STRACE_FLAGS, "-o", log, "--"] : []);
    ended.abort();
    const looked = (await Promise.all(watching)).flat();
    const traced = place.tracing === "strace" ? await readTrace(log, scanner, memory) : [];
    return { result, sightings: [...looked, ...traced, ...printed(scanner, result)] };
  } finally {
    ended.abort();
    await Promise.allSettled(watching);
    await removeFolder(folder);
  }
}

function printed(scanner: LeakScanner, { stdout, stderr }: Printed): Sighting[] {
  return [stdout, stderr].flatMap((text) =>
    scanner
      .scanText(text, "the output")
      .map(({ value }): Sighting => ({ sink: "output", program: "keyferry", value, detail: "the output" })),
  );
}

/** Where the system keeps files in memory (https://man7.org/linux/man-pages/man5/proc_pid_mounts.5.html). */
async function memoryFolders(): Promise<string[]> {
  const mounts = await readFile("/proc/mounts", "utf8");
  return mounts.split("\n").flatMap((line) => {
    const [, folder = "", kind] = line.split(" ");
    return kind === "tmpfs" || kind === "ramfs" ? [folder] : [];
  });
}
