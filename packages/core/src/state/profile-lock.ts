import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isKeyferryError, KeyferryError } from "../contract/failure.ts";
import { Disk } from "../settings/disk.ts";
import { diskFileSystem } from "../settings/file-system.ts";
import { type FolderLock, processLock } from "../settings/lock.ts";
import type { Platform } from "../settings/platform.ts";
import { quote } from "../settings/quote.ts";

/**
 * Who runs a profile. A process is told from a later one with the same number by when it started, and on which boot.
 */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601 instant. */
  readonly since: string;
  readonly birth?: string;
}

export interface ProfileLockOptions {
  /** Absolute path of the state folder. */
  readonly folder: string;
  readonly platform: Platform;
  readonly lock?: FolderLock;
  readonly now: () => Date;
  /** When a process started, in a form that is unique to it; undefined if the system does not tell. */
  readonly birthOf?: (pid: number) => Promise<string | undefined>;
}

/**
 * Allows one run of a profile at a time. The lock ends with its process: that of a killed one is taken over at once.
 */
export class ProfileLock {
  readonly #options: Required<ProfileLockOptions>;
  readonly #disk: Disk;

  constructor(options: ProfileLockOptions) {
    this.#options = { lock: processLock, birthOf, ...options };
    this.#disk = new Disk(diskFileSystem, options.platform);
  }

  /**
   * Locks the profile for this process; the returned function releases it. Throws `KeyferryError` (`busy`) if it is
   * already running.
   */
  async take(profile: { readonly id: string; readonly name: string }): Promise<() => Promise<void>> {
    const { folder, lock, now } = this.#options;
    const running = join(folder, "running");
    const path = join(running, `${profile.id}.json`);
    await this.#disk.makeFolder(running);
    const birth = await this.#options.birthOf(process.pid);
    const since = now().toISOString();
    const mine: Holder = { pid: process.pid, host: hostname(), since, ...(birth ? { birth } : {}) };
    const text = `${JSON.stringify(mine)}\n`;
    await lock.hold(running, async (held) => {
      const holder = holderIn(await this.#disk.read(path, "user"));
      if (holder && (await this.#lives(holder))) throw busy(profile.name, holder, path);
      await this.#disk.replace(path, text, held);
    });
    return () =>
      lock.hold(running, async () => {
        // It belongs to somebody else if this process was taken for dead.
        if ((await this.#disk.read(path, "user"))?.toString() === text) await this.#disk.remove(path);
      });
  }

  async #lives({ pid, host, birth }: Holder): Promise<boolean> {
    // Whether a process on another machine is alive cannot be known.
    if (host !== hostname()) return true;
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    }
    return birth === undefined || birth === (await this.#options.birthOf(pid));
  }
}

function holderIn(bytes: Buffer | undefined): Holder | undefined {
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString());
    const { pid, host, since, birth } = (value instanceof Object ? value : {}) as Partial<Holder>;
    if (!Number.isSafeInteger(pid) || typeof host !== "string" || typeof since !== "string") return undefined;
    return { pid: pid as number, host, since, ...(typeof birth === "string" ? { birth } : {}) };
  } catch {
    // We always write it as a whole, so this is not ours and locks nobody out.
    return undefined;
  }
}

function busy(name: string, { pid, host, since }: Holder, path: string): KeyferryError {
  const elsewhere = host === hostname() ? "" : ` on ${quote(host)}`;
  return new KeyferryError({
    code: "busy",
    message: `the profile ${quote(name)} runs already (process ${pid}${elsewhere}, since ${quote(since)})`,
    hint: elsewhere ? `try again when it is over; if it no longer runs, remove ${path}` : "try again when it is over",
  });
}

/** Linux: the boot, and the tick of it at which the process started (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, field 22). */
async function birthOf(pid: number): Promise<string | undefined> {
  try {
    const [boot, stat] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readFile(`/proc/${pid}/stat`, "utf8"),
    ]);
    // The second field, the program's name, may hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return `${boot.trim()}/${fields[19]}`;
  } catch (error) {
    if (isKeyferryError(error)) throw error;
    return undefined;
  }
}
