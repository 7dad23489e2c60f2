import { existsSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { KeyferryError } from "../contract/failure.ts";
import { type PackageIdentity, pluginError } from "./plugin-failure.ts";
import { type PackageFacts, readPackage } from "./read-package.ts";
import { safeText } from "./safe-text.ts";
import { isTrustedPlace } from "./trusted-place.ts";

export const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** A place where packages are installed. */
export interface PluginRoot {
  /** Absolute. */
  readonly folder: string;
  /**
   * Whether parent folders are searched too, as for a program, which lies somewhere inside its own installation. For
   * the settings' folder they are not: one of them may be a repository that somebody else wrote.
   */
  readonly climbs: boolean;
}

/** A package that was found in a root. */
export interface FoundPackage {
  readonly root: PluginRoot;
  /** Absolute path of its package.json. */
  readonly path: string;
  readonly facts: PackageFacts;
}

/**
 * The package of this name in each root that contains it, in the order of the roots. Throws `KeyferryError` (`plugin`)
 * for a broken one.
 */
export async function* findPackages(name: string, roots: readonly PluginRoot[]): AsyncGenerator<FoundPackage> {
  if (name.length > 214 || !PACKAGE_NAME.test(name)) {
    const message = "the settings' plugins hold a name that no package can have";
    throw pluginError({ package: JSON.stringify(safeText(name, 100)) }, message, "correct or remove it");
  }
  for (const root of roots) {
    const path = findFrom(root, name);
    if (path === undefined) continue;
    const facts = await readPackage(path).catch((thrown: Error) => {
      throw pluginError({ package: name }, thrown.message, installHint(name, roots));
    });
    yield { root, path, facts };
  }
}

/**
 * Throws `KeyferryError` (`plugin`) if another user could have put the package there, or its file that is to be used.
 */
export async function checkPlace(plugin: PackageIdentity, root: PluginRoot, path: string, file: string): Promise<void> {
  if (await isTrustedPlace(root.folder, path, file)) return;
  const where = JSON.stringify(safeText(dirname(path), 300));
  const message = `another user could have put or changed it: ${where}`;
  throw pluginError(plugin, message, "its files must exist, be yours or root's, and not be writable by everybody");
}

function findFrom({ folder, climbs }: PluginRoot, name: string): string | undefined {
  if (!climbs && !existsSync(join(folder, "node_modules", name, "package.json"))) return undefined;
  try {
    return findPackageJSON(name, pathToFileURL(join(folder, "root.js")));
  } catch {
    return undefined;
  }
}

export function notInstalled(name: string, roots: readonly PluginRoot[]): KeyferryError {
  return pluginError({ package: name }, "the package is not installed", `run: ${installHint(name, roots)}`);
}

/** How to install a package where the settings' folder finds it. */
function installHint(name: string, [root]: readonly PluginRoot[]): string {
  return root === undefined ? `npm install ${name}` : `npm install --prefix ${quoted(root.folder)} ${name}`;
}

function quoted(folder: string): string {
  const shown = safeText(folder, 500);
  return /^[A-Za-z0-9_@%+=:,./\\-]+$/.test(shown) ? shown : JSON.stringify(shown);
}
