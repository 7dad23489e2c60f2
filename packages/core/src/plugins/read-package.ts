import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** A package.json longer than this is no plugin's. */
const MAX_BYTES = 256 * 1024;

/** What a plugin's package.json says about it. It is read as data: none of the package's code runs. */
export interface PackageFacts {
  readonly name?: unknown;
  readonly version: string;
  /** The marker, unchecked; absent if the package is not a provider. */
  readonly marker?: { readonly id: string; readonly apiVersion: number };
  /** The marker of its recipes: the package's id, and the file that contains them, below the package's folder. */
  readonly recipes?: RecipesMarker;
  /** `exports` and `main`, unchecked. */
  readonly exports?: unknown;
  readonly main?: unknown;
}

/** Below the package's folder: no part of the path begins with a dot. */
const RECIPE_FILE = /^\.(?:\/[\w-][\w.-]*)+\.json$/;

export interface RecipesMarker {
  readonly id: string;
  readonly apiVersion: number;
  readonly file: string;
}

/** Reads a package.json. Throws a plain `Error` that says what is damaged, without a part of the file. */
export async function readPackage(path: string): Promise<PackageFacts> {
  const text = await readCapped(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error("its package.json is not JSON");
  }
  if (!isRecord(json)) throw new Error("its package.json is not an object");
  const version = own(json, "version");
  if (typeof version !== "string" || !/^[0-9A-Za-z.+-]{1,100}$/.test(version)) {
    throw new Error("its package.json has no fitting version");
  }
  const marker = readMarker(own(json, "keyferry"));
  const recipes = readRecipesMarker(own(json, "keyferry"));
  return {
    name: own(json, "name"),
    version,
    exports: own(json, "exports"),
    main: own(json, "main"),
    ...(marker ? { marker } : {}),
    ...(recipes ? { recipes } : {}),
  };
}

function readMarker(keyferry: unknown): PackageFacts["marker"] {
  if (keyferry === undefined) return undefined;
  const provider = isRecord(keyferry) ? own(keyferry, "provider") : undefined;
  // A package may ship only recipes.
  if (provider === undefined && isRecord(keyferry) && own(keyferry, "recipes") !== undefined) return undefined;
  const id = isRecord(provider) ? own(provider, "id") : undefined;
  const apiVersion = isRecord(provider) ? own(provider, "apiVersion") : undefined;
  if (typeof id !== "string" || !/^[a-z][a-z0-9-]{0,63}$/.test(id)) {
    throw new Error('its marker "keyferry.provider" has no fitting id');
  }
  if (typeof apiVersion !== "number" || !Number.isSafeInteger(apiVersion) || apiVersion < 1) {
    throw new Error('its marker "keyferry.provider" has no fitting apiVersion');
  }
  return { id, apiVersion };
}

function readRecipesMarker(keyferry: unknown): RecipesMarker | undefined {
  const recipes = isRecord(keyferry) ? own(keyferry, "recipes") : undefined;
  if (recipes === undefined) return undefined;
  const [id, apiVersion, file] = isRecord(recipes)
    ? [own(recipes, "id"), own(recipes, "apiVersion"), own(recipes, "file")]
    : [];
  if (typeof id !== "string" || !/^[a-z][a-z0-9-]{0,63}$/.test(id)) {
    throw new Error('its marker "keyferry.recipes" has no fitting id');
  }
  if (typeof apiVersion !== "number" || !Number.isSafeInteger(apiVersion) || apiVersion < 1) {
    throw new Error('its marker "keyferry.recipes" has no fitting apiVersion');
  }
  if (typeof file !== "string" || file.length > 200 || !RECIPE_FILE.test(file) || file.includes("node_modules")) {
    throw new Error('its marker "keyferry.recipes" has no fitting file, such as ./recipes.json');
  }
  return { id, apiVersion, file };
}

/** The text of a regular file. Throws a plain `Error` that says what is wrong with it. `what` names it. */
export async function readCapped(path: string, what = "its package.json"): Promise<string> {
  // Without O_NONBLOCK, a pipe of this name would block the process.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
  if (file === undefined) throw new Error(`${what} cannot be read`);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error(`${what} is not a regular file`);
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    if (length > MAX_BYTES) throw new Error(`${what} is longer than 256 KiB`);
    return buffer.toString("utf8", 0, length);
  } finally {
    await file.close();
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own member: `JSON.parse` makes an own `__proto__`, and what is inherited was never in the file. */
export function own(record: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
