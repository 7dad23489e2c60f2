import { dirname, isAbsolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isKeyferryError, KeyferryError } from "../contract/failure.ts";
import { checkPlace, findPackages, notInstalled, PACKAGE_NAME, type PluginRoot } from "./find-packages.ts";
import { pluginError } from "./plugin-failure.ts";
import type { LocatedPlugin } from "./port.ts";
import { resolveEntry } from "./resolve-entry.ts";
import { safeText } from "./safe-text.ts";

const SHORT_NAME = "@keyferry/provider-";
const UNSCOPED = "keyferry-provider-";

/** Where a provider's package is searched for. */
export interface SearchPlaces {
  /** In order. */
  readonly roots: readonly PluginRoot[];
  /** The packages that the settings list. */
  readonly explicit: readonly string[];
}

/** Parses a root: a folder (an absolute path, or a file URL that ends with `/`), or a program's file as a file URL. */
export function pluginRoot(root: string): PluginRoot {
  if (root.startsWith("file:")) {
    const path = fileURLToPath(root);
    return root.endsWith("/") ? { folder: path, climbs: false } : { folder: dirname(path), climbs: true };
  }
  if (isAbsolute(root)) return { folder: root, climbs: false };
  // A relative root would mean the working folder, where a cloned repository could plant a look-alike.
  throw new KeyferryError({
    code: "internal",
    message: `the plugin root ${JSON.stringify(safeText(root, 200))} is not absolute`,
    hint: "give an absolute folder or a file URL",
  });
}

/**
 * Finds the package of a provider, by its id or its package's name, and reads its marker. None of it is imported. An id
 * is searched for among the listed packages first, then as `@keyferry/provider-ID`.
 */
export async function locatePlugin(provider: string, places: SearchPlaces): Promise<LocatedPlugin> {
  if (provider.length > 214 || !PACKAGE_NAME.test(provider)) {
    const message = "this is neither a provider's id nor a package's name";
    throw pluginError(
      { package: JSON.stringify(safeText(provider, 100)) },
      message,
      "write the id or the package of a provider: acme, or @acme/keyferry-provider",
    );
  }
  if (isPackageName(provider) || places.explicit.includes(provider)) {
    const found = await findPlugin(provider, places.roots);
    if (found === undefined) throw notInstalled(provider, places.roots);
    return found;
  }
  return locateId(provider, places);
}

/** A package's name is told from an id by its scope, or by the prefix that packages without a scope have. */
function isPackageName(provider: string): boolean {
  return provider.includes("/") || provider.startsWith(UNSCOPED);
}

async function locateId(id: string, { roots, explicit }: SearchPlaces): Promise<LocatedPlugin> {
  const listed = new Map<string, LocatedPlugin>();
  const broken: KeyferryError[] = [];
  for (const name of explicit) {
    const found = await findPlugin(name, roots, true).catch((thrown: unknown) => {
      if (isKeyferryError(thrown)) broken.push(thrown);
      return undefined;
    });
    if (found?.id === id) listed.set(found.package, found);
  }
  const [first, second] = listed.values();
  if (first !== undefined && second !== undefined) {
    const message = `it and ${second.package} both claim the id ${id}`;
    throw pluginError(
      first,
      message,
      "name the package in the connection, or take one of them off the settings' plugins",
    );
  }
  if (first !== undefined) return first;
  const name = `${SHORT_NAME}${id}`;
  const found = await findPlugin(name, roots);
  if (found === undefined) {
    const failures = [notInstalled(name, roots), ...broken].flatMap((error) => error.failures);
    const [head, ...rest] = failures;
    throw head === undefined ? notInstalled(name, roots) : new KeyferryError(head, ...rest);
  }
  if (found.id === id) return found;
  throw pluginError(found, `its marker has the id ${found.id}, not ${id}`, "reinstall it, or tell its publisher");
}

/** The package in the first folder that contains it. A broken one there is an error, not a reason to search further. */
async function findPlugin(
  name: string,
  roots: readonly PluginRoot[],
  listed = false,
): Promise<LocatedPlugin | undefined> {
  for await (const { root, path, facts } of findPackages(name, roots)) {
    const plugin = { package: name, version: facts.version };
    // A listed package may be there only for its recipes.
    if (facts.marker === undefined && facts.recipes !== undefined && listed) return undefined;
    if (facts.marker === undefined) {
      throw pluginError(plugin, 'it is no provider: its package.json has no "keyferry" marker', "name another package");
    }
    const entry = resolveEntry(dirname(path), facts);
    if (entry === undefined) {
      const message = "its package.json names no entry inside it that import finds";
      throw pluginError(plugin, message, "reinstall it, or tell its publisher");
    }
    await checkPlace(plugin, root, path, entry);
    return { ...plugin, ...facts.marker, entry: pathToFileURL(entry).href };
  }
  return undefined;
}
