import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process of this id runs. One that has ended may stay listed where process 1 collects no orphans (proc_pid_stat(5)). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Waits until something is so, at most 60 s; gives whether it is. */
export async function eventually(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 3_000; tries++) {
    if (holds()) return true;
    await sleep(20);
  }
  return holds();
}
