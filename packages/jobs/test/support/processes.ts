import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process of this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until something is so, at most 10 s; gives whether it is. */
export async function eventually(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 500; tries++) {
    if (holds()) return true;
    await sleep(20);
  }
  return holds();
}
