import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const REACHED = /(?:\bfrom|\bimport)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;

/**
 * Deletes the declarations that no entry reaches: a user's compiler never asks for them, and some name packages that are no
 * dependency any more. Then the folders that are left empty.
 */
export function pruneDeclarations(dist: string, entries: readonly string[]): void {
  const kept = new Set<string>();
  const open = entries.map((entry) => join(dist, `${entry}.d.ts`)).filter((path) => existsSync(path));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (kept.has(path)) continue;
    kept.add(path);
    const from = path;
    const reached = readFileSync(path, "utf8").matchAll(REACHED);
    open.push(...[...reached].map(([, to = ""]) => resolve(from, "..", to.replace(/\.[jt]s$/, ".d.ts"))));
  }
  prune(dist, kept);
}

function prune(folder: string, kept: ReadonlySet<string>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) prune(path, kept);
    else if (path.endsWith(".d.ts") && !kept.has(path)) rmSync(path);
  }
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
