import { posix } from "node:path";
import type { SourceFile } from "./source.ts";

/** All that is loaded, or named by a type, once a file is imported. */
export interface Reach {
  /** Paths of this repository's files, the first included. */
  readonly files: ReadonlySet<string>;
  /** Packages and `node:` modules. */
  readonly packages: ReadonlySet<string>;
}

/** Follows relative imports from `entry`. Lazy ones (`import()`) are followed only if asked for. */
export function reachOf(entry: string, sources: readonly SourceFile[], options: { readonly lazy: boolean }): Reach {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const files = new Set<string>();
  const packages = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (files.has(path)) continue;
    files.add(path);
    for (const { specifier, lazy } of byPath.get(path)?.imports ?? []) {
      if (lazy && !options.lazy) continue;
      if (specifier.startsWith(".")) open.push(posix.join(posix.dirname(path), specifier));
      else packages.add(specifier);
    }
  }
  return { files, packages };
}
