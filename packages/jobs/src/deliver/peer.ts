import { readFileSync } from "node:fs";
import { parentOf } from "../platform/descendants.ts";

/** Who asks, as it says itself. */
export interface Peer {
  readonly pid: number;
}

/** A process has no more ancestors than that, or its chain is a circle of numbers used again. */
const MOST_ANCESTORS = 64;

/**
 * Why this peer gets no answer, or undefined. Node does not tell who is at the other end of a Unix socket (`SO_PEERCRED` of unix(7)), so
 * on Linux the peer says its process id, proves it by taking a random name there (proc_pid_comm(5): only its own threads can change it), and has to
 * be a descendant of `asker`. Elsewhere the token has to do.
 */
export function peerFault({ pid }: Peer, challenge: string, asker: number | undefined): string | undefined {
  if (asker === undefined) return "the job has not started";
  if (process.platform !== "linux") return undefined;
  if (!Number.isInteger(pid) || pid <= 0) return "the helper did not say who it is";
  if (read(pid, "comm")?.trim() !== challenge) return "the helper is not the process that it says it is";
  if (!isDescendant(pid, asker)) return "the helper was not called by the job";
  return undefined;
}

function isDescendant(pid: number, ancestor: number): boolean {
  let at = pid;
  for (let steps = 0; steps < MOST_ANCESTORS && at > 1; steps++) {
    if (at === ancestor) return true;
    at = parentOf(at) ?? 0;
  }
  return at === ancestor;
}

function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}
