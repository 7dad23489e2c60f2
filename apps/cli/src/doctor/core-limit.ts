import { readFile } from "node:fs/promises";

/** The soft limit of core files of this process (Linux: https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html). */
export async function coreLimit(): Promise<string | undefined> {
  const limits = await readFile("/proc/self/limits", "utf8").catch(() => "");
  return /^Max core file size +(\S+)/m.exec(limits)?.[1];
}
