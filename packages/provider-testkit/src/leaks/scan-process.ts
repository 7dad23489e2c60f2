import { readFile } from "node:fs/promises";
import type { Finding } from "./finding.ts";
import type { LeakScanner } from "./scanner.ts";

/** See {@link LeakScanner.scanProcess}. https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html */
export async function scanProcess(scanner: LeakScanner, pid: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const part of ["cmdline", "environ"]) {
    const path = `/proc/${pid}/${part}`;
    try {
      findings.push(...scanner.scanBytes(await readFile(path), path));
    } catch (error) {
      scanner.unread(path, (error as NodeJS.ErrnoException).code ?? "unreadable");
    }
  }
  return findings;
}
