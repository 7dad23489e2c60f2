import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { LeakScanner } from "../../leaks/index.ts";
import type { Sighting } from "./sighting.ts";

const PAUSE_MS = 10;
const PARTS = [
  ["cmdline", "arguments"],
  ["environ", "environment"],
] as const;

/**
 * Looks at `/proc/PID/cmdline` and `environ` of every process that starts from now on, as any other process of the same user
 * can, those of the servers left out (https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html), until `signal` aborts.
 */
export async function watchProcesses(scanner: LeakScanner, signal: AbortSignal): Promise<Sighting[]> {
  const before = new Set(processes());
  const servers = new Set([...before].filter((pid) => ancestors(pid).includes(String(process.pid))));
  const seen = new Map<string, Buffer>();
  const sightings: Sighting[] = [];
  while (!signal.aborted) {
    for (const pid of processes()) {
      if (before.has(pid) || ancestors(pid).some((each) => servers.has(each))) continue;
      for (const [part, sink] of PARTS) {
        const program = nameOf(pid);
        const bytes = read(`/proc/${pid}/${part}`);
        const key = `${pid} ${part}`;
        // A program that is just being started still shows its parent's: it is looked at again in the next turn.
        if (bytes === undefined || seen.get(key)?.equals(bytes) || nameOf(pid) !== program) continue;
        seen.set(key, bytes);
        const findings = scanner.scanBytes(bytes, `/proc/PID/${part}`);
        for (const { value } of findings) sightings.push({ sink, program, value, detail: `/proc/PID/${part}` });
      }
    }
    await sleep(PAUSE_MS);
  }
  return sightings;
}

/** The processes that a process comes from, by proc_pid_stat(5). */
function ancestors(pid: string): string[] {
  const found: string[] = [];
  for (let parent = parentOf(pid); parent !== undefined && !found.includes(parent); parent = parentOf(parent)) {
    found.push(parent);
  }
  return found;
}

/** The program's name stands in parentheses, and may hold some itself. */
function parentOf(pid: string): string | undefined {
  const [, parent] = /\) \S (\d+) [^)]*$/.exec(read(`/proc/${pid}/stat`)?.toString() ?? "") ?? [];
  return parent === "0" ? undefined : parent;
}

function nameOf(pid: string): string {
  return read(`/proc/${pid}/comm`)?.toString().trim() ?? "a program";
}

function processes(): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

/** A process may be gone, or not be ours to look at. */
function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
