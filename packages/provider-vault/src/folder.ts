import type { CallContext } from "@keyferry/core/provider";
import { dataOf, parseAnswer, unfit } from "./answers.ts";
import type { VaultApi } from "./api.ts";
import { isFailure } from "./errors.ts";
import { absent, type KvMount } from "./kv-mount.ts";
import { encodePath } from "./path.ts";

/** What stands in one folder. */
export interface Folder {
  /** Paths of the secrets, below the mount. */
  readonly names: readonly string[];
  /** Paths of the folders in it, each with a slash at its end, in one order. */
  readonly folders: readonly string[];
}

const EMPTY: Folder = { names: [], folders: [] };

/** The same order in every answer and for everybody. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function readKeys(body: Uint8Array, folder: string): Folder {
  const { keys } = dataOf(parseAnswer(body, "application/json") ?? unfit("the answer is no JSON object"));
  if (!Array.isArray(keys)) return unfit("the answer holds no list of names");
  const paths = keys.map((key) => {
    // A slash is at the end of a folder, and nowhere else.
    if (typeof key !== "string" || !/^[^/]*\/?$/.test(key)) return unfit("the list holds what is no name");
    return folder + key;
  });
  // A path that ends in a slash lists itself as "": no request can read it.
  const named = paths.filter((path) => path !== folder && path !== `${folder}/`);
  return {
    names: named.filter((path) => !path.endsWith("/")),
    folders: named.filter((path) => path.endsWith("/")).sort(compare),
  };
}

/**
 * Lists one folder: "" is the mount's own, others end with a slash. Vault answers an empty one with 404
 * (https://developer.hashicorp.com/vault/api-docs). Throws a `ProviderError`.
 */
export async function listFolder(api: VaultApi, mount: KvMount, folder: string, context: CallContext): Promise<Folder> {
  try {
    return await mount.run(async (version) => {
      const reading = await api.list(`${mount.path}/${version === 2 ? "metadata/" : ""}${encodePath(folder)}`, context);
      if (!reading.found) throw absent(reading);
      return readKeys(reading.body, folder);
    }, context);
  } catch (thrown) {
    if (isFailure(thrown, "not-found")) return EMPTY;
    throw thrown;
  }
}

/** The folder that holds a path: "" for what stands at the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.replace(/\/$/, "").lastIndexOf("/") + 1);
}

/** The folders of a list that come after one of them. */
export function after(folders: readonly string[], folder: string): readonly string[] {
  return folders.filter((one) => compare(one, folder) > 0);
}
