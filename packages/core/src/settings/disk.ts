import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { isKeyferryError } from "../contract/failure.ts";
import type { FileSystem } from "./file-system.ts";
import { Moved } from "./moved.ts";
import type { Layer, Platform } from "./platform.ts";
import { errorCode, fileProblem } from "./problem.ts";
import { checkSize } from "./size.ts";

const READ_AT_ONCE = 32;
const TEMPORARY = /^\.keyferry-[0-9a-f]{32}\.tmp$/;

/** Reads and writes single files of the settings, each call checked. Throws `KeyferryError` (`settings`). */
export class Disk {
  readonly #files: FileSystem;
  readonly #platform: Platform;

  constructor(files: FileSystem, platform: Platform) {
    this.#files = files;
    this.#platform = platform;
  }

  /** The bytes of a file that passes the checks, or undefined if there is no such file. */
  async read(path: string, layer: Layer): Promise<Buffer | undefined> {
    return this.#read(path, layer);
  }

  /**
   * Whether a file holds these bytes or, for undefined, does not exist. An existing file is checked as by {@link read}.
   */
  async holds(path: string, layer: Layer, bytes: Buffer | undefined): Promise<boolean> {
    if (bytes === undefined) return (await this.read(path, layer)) === undefined;
    try {
      return await this.#platform.holds(this.#files, path, layer, bytes);
    } catch (error) {
      return absent(path, error) ?? false;
    }
  }

  /** The bytes of many files, in their order. */
  async readAll(paths: readonly string[], layer: Layer): Promise<readonly (Buffer | undefined)[]> {
    const all: (Buffer | undefined)[] = [];
    for (let at = 0; at < paths.length; at += READ_AT_ONCE) {
      const some = paths.slice(at, at + READ_AT_ONCE).map((path) => this.#read(path, layer));
      all.push(...(await Promise.all(some)));
    }
    return all;
  }

  /** Synchronously, if the platform reads that way. */
  #read(path: string, layer: Layer): Buffer | Promise<Buffer | undefined> | undefined {
    try {
      const bytes = this.#platform.read(this.#files, path, layer);
      return bytes instanceof Promise ? bytes.catch((error: unknown) => absent(path, error)) : bytes;
    } catch (error) {
      return absent(path, error);
    }
  }

  /** Whether the folder is there; one that others could write into is refused. */
  async checkFolder(path: string, layer: Layer): Promise<boolean> {
    try {
      const stat = await this.#files.stat(path);
      await this.#platform.checkFolder(path, stat, layer);
      return true;
    } catch (error) {
      if (errorCode(error) === "ENOENT") return false;
      throw known(path, "read", error);
    }
  }

  async list(path: string): Promise<string[]> {
    try {
      return await this.#files.readdir(path);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return [];
      throw known(path, "read", error);
    }
  }

  async makeFolder(path: string): Promise<void> {
    try {
      await this.#files.mkdir(path, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw known(path, "changed", error);
    }
    await this.checkFolder(path, "user");
  }

  /**
   * Replaces a file as a whole, or leaves the old one. `before` is called right before that, and prevents it by
   * throwing.
   */
  async replace(path: string, content: string | readonly Buffer[], before: () => Promise<void> | void): Promise<void> {
    const temporary = join(dirname(path), `.keyferry-${randomBytes(16).toString("hex")}.tmp`);
    try {
      const parts = typeof content === "string" ? [Buffer.from(content)] : content;
      checkSize(
        path,
        parts.reduce((sum, { length }) => sum + length, 0),
      );
      const handle = await this.#files.open(temporary, "wx", 0o600);
      try {
        await handle.writeFile(parts);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await before();
      await this.#platform.rename(this.#files, temporary, path);
    } catch (error) {
      await this.#files.unlink(temporary).catch(() => undefined);
      throw known(path, "changed", error);
    }
  }

  /** Creates a file. An existing one is never touched. */
  async create(path: string, text: string): Promise<void> {
    try {
      const handle = await this.#files.open(path, "wx", 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw known(path, "changed", error);
    }
    await this.sync(dirname(path));
  }

  async remove(path: string): Promise<void> {
    try {
      await this.#files.unlink(path);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw known(path, "changed", error);
    }
  }

  /** Makes the renames and removals in a folder durable. */
  async sync(folder: string): Promise<void> {
    try {
      await this.#platform.syncFolder(this.#files, folder);
    } catch (error) {
      throw known(folder, "changed", error);
    }
  }

  /** Removes what a killed process left half written. Only under the lock. */
  async sweep(folder: string): Promise<void> {
    for (const name of await this.list(folder)) if (TEMPORARY.test(name)) await this.remove(join(folder, name));
  }
}

/** Undefined if there is no such file; throws for any other error. */
function absent(path: string, error: unknown): undefined {
  if (errorCode(error) !== "ENOENT") throw known(path, "read", error);
}

function known(path: string, doing: "read" | "changed", error: unknown): Error {
  return isKeyferryError(error) || error instanceof Moved ? error : fileProblem(path, doing, error);
}
