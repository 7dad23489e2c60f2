import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { chmod, lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { KeyferryError } from "@keyferry/core/delivery";
import { isAbandoned, markAlive } from "./life-mark.ts";

/** A Unix socket's path has at most 104 bytes on some systems, its NUL included (unix(7), and macOS's sys/un.h). */
const LONGEST_FOLDER = 71;

/** Programs that take a command take it apart at spaces and quotes. */
const PLAIN = /^[\w./+@:-]+$/;

/** A job's private folder (0700): made when it is first asked for, removed with all that it holds. */
export class JobFolder {
  #made: Promise<string> | undefined;
  #swept: Promise<void> | undefined;
  #endMark: (() => void) | undefined;

  /** Absolute, without spaces or quotes. Throws `KeyferryError` (`delivery`). */
  readonly path = (): Promise<string> => {
    this.#made ??= this.#make();
    return this.#made;
  };

  /** With it go the folders of killed runs, which they could not remove. */
  async remove(): Promise<void> {
    const made = await this.#made?.catch(() => undefined);
    if (made === undefined) return;
    this.#endMark?.();
    await rm(made, { recursive: true, force: true });
    await this.#swept;
  }

  async #make(): Promise<string> {
    const base = path.resolve(tmpdir());
    const parent = PLAIN.test(base) && Buffer.byteLength(base) <= LONGEST_FOLDER ? base : "/tmp";
    const prefix = `keyferry-${thisSystem()}-`;
    try {
      const folder = await mkdtemp(path.join(parent, prefix));
      await chmod(folder, 0o700);
      this.#endMark = await markAlive(folder);
      // Beside the job, which it is not to keep waiting.
      this.#swept = sweep(parent, prefix).catch(() => undefined);
      return folder;
    } catch (error) {
      const system = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
      throw new KeyferryError({
        code: "delivery",
        message: `no private folder could be made in ${parent}${system}`,
        hint: "make room there, or set TMPDIR to a folder that can be written",
      });
    }
  }
}

/** Removes this user's folders of runs that are dead. What has no mark, or is somebody else's, stays. */
async function sweep(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = path.join(parent, name);
    const found = await lstat(folder).catch(() => undefined);
    if (!found?.isDirectory() || found.uid !== process.geteuid?.() || (found.mode & 0o777) !== 0o700) continue;
    if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
  }
}

/** Tells this system, since it was started, from others that share a folder with it: their sockets look dead from here. */
function thisSystem(): string {
  return createHash("sha256").update(bootId()).digest("hex").slice(0, 8);
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
  } catch {
    return hostname();
  }
}
