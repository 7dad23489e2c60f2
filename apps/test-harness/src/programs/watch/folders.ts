import { createReadStream, lstatSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LeakScanner } from "../../leaks/index.ts";
import type { Sighting, Sink } from "./sighting.ts";

const PAUSE_MS = 100;

export interface WatchedFolder {
  readonly path: string;
  readonly sink: Sink;
  /** What lies there already belongs to somebody else. */
  readonly newOnly?: true;
  /** Not looked into, though new. */
  readonly except?: readonly string[];
}

/** Looks into folders again and again, and once more at the end: names, contents, targets of links. */
export async function watchFolders(
  folders: readonly WatchedFolder[],
  values: readonly string[],
  signal: AbortSignal,
): Promise<Sighting[]> {
  const before = new Map(folders.map(({ path, newOnly }) => [path, new Set(newOnly ? list(path) : [])]));
  const found = new Map<string, Sighting>();
  for (let last = false; !last; ) {
    last = signal.aborted;
    for (const { path, sink, except = [] } of folders) {
      const fresh = list(path).filter((name) => !before.get(path)?.has(name) && !except.includes(`${path}/${name}`));
      // A scanner of its own, since files that vanish while they are looked at are no fault of a run.
      const scanner = new LeakScanner(values);
      for (const name of fresh) {
        scanner.scanText(name, `a name in ${path}`);
        await look(scanner, `${path}/${name}`);
      }
      for (const { value, source } of scanner.report().findings) {
        found.set(`${source} ${value}`, { sink, program: "a file that stayed", value, detail: source });
      }
    }
    if (!last) await sleep(PAUSE_MS);
  }
  return [...found.values()];
}

/** Pipes and sockets are not opened: that would take part in what goes on. */
async function look(scanner: LeakScanner, path: string): Promise<void> {
  const kind = lstatSync(path, { throwIfNoEntry: false });
  if (kind?.isDirectory()) await scanner.scanDirectory(path);
  if (kind?.isFile()) await scanner.scanStream(createReadStream(path), path).catch(() => []);
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
