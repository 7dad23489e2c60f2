import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { isKeyferryError } from "../contract/failure.ts";
import type { FileSystem } from "./file-system.ts";
import { Moved } from "./moved.ts";
import type { Layer, Platform } from "./platform.ts";
import { errorCode, fileProblem, settingsProblem } from "./problem.ts";

/** 10,000 secrets with long descriptions take a tenth of it. */
const MOST_BYTES = 64 * 1024 * 1024;
const TEMPORARY = /^\.keyferry-[0-9a-f]{32}\.tmp$/;

/** Reads and writes single files of the settings, each call checked. Throws `KeyferryError` (`settings`). */
export class Disk {
  readonly #files: FileSystem;
  readonly #platform: Platform;

  constructor(files: FileSystem, platform: Platform) {
    this.#files = files;
    this.#platform = platform;
  }

  /** The bytes of a file that is fit to be used, or undefined where there is none. */
  async read(path: string, layer: Layer): Promise<Buffer | undefined> {
    try {
      const handle = await this.#platform.open(this.#files, path);
      try {
        const stat = await handle.stat();
        await this.#platform.checkFile(path, stat, layer);
        if (stat.size > MOST_BYTES) throw tooLarge(path);
        const bytes = await handle.readFile();
        if (bytes.length > MOST_BYTES) throw tooLarge(path);
        return bytes;
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw known(path, "read", error);
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

  /** Puts a whole file in the place of the old one, or leaves the old one. `before` is the last word before that. */
  async replace(path: string, text: string, before: () => Promise<void> | void): Promise<void> {
    const temporary = join(dirname(path), `.keyferry-${randomBytes(16).toString("hex")}.tmp`);
    try {
      if (Buffer.byteLength(text) > MOST_BYTES) throw tooLarge(path);
      const handle = await this.#files.open(temporary, "wx", 0o600);
      try {
        await handle.writeFile(text);
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

  /** Makes a file that was not there; one that is there is never touched. */
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

  /** Makes what was renamed and removed in a folder last. */
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

function tooLarge(path: string): Error {
  return settingsProblem(path, "it is larger than 64 MiB", "put a backup of it back");
}

function known(path: string, doing: "read" | "changed", error: unknown): Error {
  return isKeyferryError(error) || error instanceof Moved ? error : fileProblem(path, doing, error);
}
