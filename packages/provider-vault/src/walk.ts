import { type CallContext, type Host, type ListPage, type ListQuery, ProviderError } from "@keyferry/core/provider";
import type { VaultApi } from "./api.ts";
import { broken, isFailure } from "./errors.ts";
import { after, type Folder, folderOf, listFolder } from "./folder.ts";
import type { KvMount } from "./kv-mount.ts";

/** Folders of one page at most, and the names from which on it is full. */
const PAGE_FOLDERS = 16;
const PAGE_NAMES = 1_000;
/** Neighbours that are listed ahead, at once. */
const AHEAD = 8;
/** Listed folders that are kept, so that a folder's neighbours are known when its turn is over. */
const KEPT = 64;
const MAX_DEPTH = 64;

/**
 * Walks all folders of a mount, each before those in it. A cursor is the path of the folder whose turn it is, so that a
 * session that was opened anew goes on where the one before stopped: what comes after a folder, its parent's list says.
 */
export class FolderWalk {
  readonly #api: VaultApi;
  readonly #mount: KvMount;
  readonly #log: Host["log"];
  readonly #listed = new Map<string, Promise<Folder>>();

  constructor(api: VaultApi, mount: KvMount, log: Host["log"]) {
    this.#api = api;
    this.#mount = mount;
    this.#log = log;
  }

  async page({ cursor }: ListQuery, context: CallContext): Promise<ListPage> {
    if (cursor === undefined) this.#listed.clear();
    const names: string[] = [];
    let folder: string | undefined = cursor ?? "";
    for (let visited = 0; folder !== undefined && visited < PAGE_FOLDERS && names.length < PAGE_NAMES; visited += 1) {
      const here = await this.#list(folder, context);
      names.push(...here.names);
      this.#listAhead(here.folders, context);
      folder = here.folders[0] ?? (await this.#next(folder, context));
    }
    return { items: names.map((name) => ({ name })), ...(folder === undefined ? {} : { next: folder }) };
  }

  /** The folder after one whose own folders are done. */
  async #next(done: string, context: CallContext): Promise<string | undefined> {
    for (let folder = done; folder !== ""; folder = folderOf(folder)) {
      const neighbours = after((await this.#list(folderOf(folder), context)).folders, folder);
      this.#listAhead(neighbours, context);
      if (neighbours[0] !== undefined) return neighbours[0];
    }
    return undefined;
  }

  #listAhead(folders: readonly string[], context: CallContext): void {
    for (const folder of folders.slice(0, AHEAD)) {
      // Whoever needs it asks again where this fails.
      if (!this.#listed.has(folder)) this.#start(folder, context).catch(() => undefined);
    }
  }

  async #list(folder: string, context: CallContext): Promise<Folder> {
    try {
      const ahead = await this.#listed.get(folder);
      if (ahead !== undefined) return ahead;
    } catch {
      // Another call may have been cancelled: it is asked anew, for this one.
    }
    return this.#start(folder, context);
  }

  #start(folder: string, context: CallContext): Promise<Folder> {
    const listing = this.#ask(folder, context);
    this.#listed.set(folder, listing);
    const [oldest] = this.#listed.keys();
    if (oldest !== undefined && this.#listed.size > KEPT) this.#listed.delete(oldest);
    listing.catch(() => {
      if (this.#listed.get(folder) === listing) this.#listed.delete(folder);
    });
    return listing;
  }

  /** A folder that the login may not list is left out, and said to be: only the mount's own must be allowed. */
  async #ask(folder: string, context: CallContext): Promise<Folder> {
    const parts = folder.split("/");
    if (parts.length > MAX_DEPTH) throw new ProviderError(broken(`the folders nest deeper than ${MAX_DEPTH}`));
    if (parts.includes(".") || parts.includes(".."))
      return this.#leaveOut("the list leaves out a folder called . or ..");
    try {
      return await listFolder(this.#api, this.#mount, folder, context);
    } catch (thrown) {
      if (folder === "" || !isFailure(thrown, "access-denied")) throw thrown;
      return this.#leaveOut("the list leaves out a folder that the login may not list");
    }
  }

  #leaveOut(message: string): Folder {
    this.#log({ level: "warn", message });
    return { names: [], folders: [] };
  }
}
