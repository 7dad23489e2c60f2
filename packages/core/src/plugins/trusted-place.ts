import { realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Whether nobody but the owner of `root`, this user and root could have put the package there.
 *
 * The search for a package walks up from its root, so it passes folders that others may write: whoever may write `/tmp`
 * can make `/tmp/node_modules`, and a settings folder below `/tmp` would find it. So the `node_modules` folder that
 * holds the package, the package's own folder (after links) and its entry must each belong to one of those three, and
 * must not be writable by everybody. On Windows the folders' access lists do that work, and nothing is checked here.
 */
export async function isTrustedPlace(root: string, packageJson: string, entry: string): Promise<boolean> {
  if (process.geteuid === undefined) return true;
  const owners = new Set([0, process.geteuid()]);
  const rootStat = await stat(root).catch(() => undefined);
  if (rootStat !== undefined && (rootStat.mode & 0o002) === 0) owners.add(rootStat.uid);
  const folder = dirname(packageJson);
  const places = new Set([modulesFolder(folder), dirname(folder), folder, packageJson, entry]);
  for (const place of [folder, entry]) places.add(await realpath(place).catch(() => place));
  for (const place of places) {
    const found = await stat(place).catch(() => undefined);
    if (found === undefined || !owners.has(found.uid) || (found.mode & 0o002) !== 0) return false;
  }
  return true;
}

/** The `node_modules` that holds a package's folder: one level above it, or two where the package has a scope. */
function modulesFolder(folder: string): string {
  const parent = dirname(folder);
  return /[\\/]node_modules$/.test(parent) ? parent : dirname(parent);
}
