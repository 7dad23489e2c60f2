import { join, relative, sep } from "node:path";
import { isRecord, own, type PackageFacts } from "./read-package.ts";

/**
 * The conditions under which `import` finds a package's entry
 * (https://nodejs.org/api/packages.html#conditional-exports). Node's own `require.resolve` is not asked: it takes the
 * conditions of `require`, and reads `NODE_PATH` and folders of the home directory besides.
 */
const CONDITIONS = new Set(["node", "import", "module-sync", "default"]);
const MAX_DEPTH = 10;

/**
 * The absolute path of the module that `import` of the package would load, from its package.json alone: `exports["."]`
 * (a text, or conditions in their order), else `main`, else `index.js`. Undefined where there is none, or where it would
 * lie outside the package's folder.
 */
export function resolveEntry(folder: string, facts: PackageFacts): string | undefined {
  const target = facts.exports === undefined ? mainOf(facts.main) : targetOf(rootExport(facts.exports), 0);
  if (target === undefined) return undefined;
  const path = join(folder, target);
  const inside = relative(folder, path);
  // `join` has folded `..`; what is left must lie in the package's own folder, and not in another package's inside it.
  const segments = inside.split(sep);
  if (inside === "" || segments[0] === ".." || segments.includes("node_modules")) return undefined;
  return path;
}

function mainOf(main: unknown): string | undefined {
  if (main === undefined) return "./index.js";
  if (typeof main !== "string" || main.length === 0 || main.startsWith("/")) return undefined;
  return main;
}

/** `exports` may be the root's target itself, or map subpaths, whose names start with a dot. */
function rootExport(exports: unknown): unknown {
  if (!isRecord(exports)) return exports;
  return Object.keys(exports).some((name) => name.startsWith(".")) ? own(exports, ".") : exports;
}

function targetOf(target: unknown, depth: number): string | undefined {
  if (typeof target === "string") return target.startsWith("./") ? target : undefined;
  if (!isRecord(target) || depth > MAX_DEPTH) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    if (!CONDITIONS.has(condition)) continue;
    const found = targetOf(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
