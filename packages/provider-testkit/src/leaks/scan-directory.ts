import { createReadStream } from "node:fs";
import { readdir, readlink } from "node:fs/promises";
import type { Finding } from "./finding.ts";
import type { LeakScanner } from "./scanner.ts";

/** See {@link LeakScanner.scanDirectory}. A file that vanishes or may not be read is noted, not passed over in silence. */
export async function scanDirectory(scanner: LeakScanner, path: string): Promise<Finding[]> {
  const entries = await attempt(scanner, path, () => readdir(path, { withFileTypes: true }));
  const findings: Finding[] = [];
  for (const entry of entries ?? []) {
    const inside = `${path}/${entry.name}`;
    findings.push(...scanner.scanText(entry.name, `a name in ${path}`));
    if (entry.isDirectory()) findings.push(...(await scanDirectory(scanner, inside)));
    else if (entry.isFile())
      findings.push(
        ...((await attempt(scanner, inside, () => scanner.scanStream(createReadStream(inside), inside))) ?? []),
      );
    else if (entry.isSymbolicLink()) {
      const target = await attempt(scanner, inside, () => readlink(inside));
      if (target !== undefined) findings.push(...scanner.scanText(target, `the target of ${inside}`));
    }
  }
  return findings;
}

async function attempt<T>(scanner: LeakScanner, path: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    scanner.unread(path, (error as NodeJS.ErrnoException).code ?? "unreadable");
    return undefined;
  }
}
