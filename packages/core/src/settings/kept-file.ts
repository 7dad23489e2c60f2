import { dirname, join } from "node:path";
import { Disk } from "./disk.ts";
import { diskFileSystem, type FileSystem } from "./file-system.ts";
import { type FolderLock, processLock } from "./lock.ts";
import { Moved } from "./moved.ts";
import { parseFile } from "./parse-file.ts";
import type { Platform } from "./platform.ts";
import { settingsProblem } from "./problem.ts";
import { checker } from "./schema.ts";
import { systemPlatform } from "./system-platform.ts";

export interface KeptFileOptions {
  /** Absolute path of the user's `settings.json`: the file is kept beside it, under the same lock. */
  readonly settingsPath: string;
  readonly name: string;
  /** A JSON Schema (2020-12) with a `schemaVersion` of 1. */
  readonly schema: object;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform?: Platform;
  readonly files?: FileSystem;
  readonly lock?: FolderLock;
}

/** A JSON file beside the settings, with their guarantees: owner and mode checked, no link followed, whole or not at all. */
export interface KeptFile<T> {
  /** Absolute. */
  readonly path: string;
  /**
   * Undefined if there is no such file. Throws `KeyferryError` (`settings`) for one that is damaged, newer, owned by
   * somebody else or open to others.
   */
  read(): Promise<T | undefined>;
  /**
   * Locks, reads, changes, writes to the disk, unlocks. `change` may be called again if another program came in
   * between. Nothing is written if it throws, or returns what it was given.
   */
  update(change: (current: T | undefined) => T | undefined): Promise<void>;
}

const ATTEMPTS = 5;

/** The user's own file `name` beside the settings. The caller maintains its revision. */
export function keptFile<T extends object>(options: KeptFileOptions): KeptFile<T> {
  const {
    settingsPath,
    name,
    env,
    platform = systemPlatform(env),
    files = diskFileSystem,
    lock = processLock,
  } = options;
  const folder = dirname(settingsPath);
  const path = join(folder, name);
  const disk = new Disk(files, platform);
  const check = checker(options.schema);
  const parse = async (bytes: Buffer | undefined): Promise<T | undefined> => {
    if (bytes === undefined) return undefined;
    const value = parseFile(bytes, path);
    await check(value, path);
    return value as T;
  };
  const updateLocked = async (change: (current: T | undefined) => T | undefined, held: () => void): Promise<void> => {
    const before = await disk.read(path, "user");
    const current = await parse(before);
    const next = change(current);
    if (next === current || next === undefined) return;
    await check(next, path);
    await disk.replace(path, `${JSON.stringify(next, null, 2)}\n`, async () => {
      held();
      const now = await disk.read(path, "user");
      if (now === undefined || before === undefined ? now !== before : !now.equals(before)) throw new Moved();
    });
    await disk.sync(folder);
  };
  return {
    path,
    async read() {
      await disk.checkFolder(folder, "user");
      return parse(await disk.read(path, "user"));
    },
    async update(change) {
      await disk.makeFolder(folder);
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await lock.hold(folder, (held) => updateLocked(change, held));
        } catch (error) {
          if (!(error instanceof Moved)) throw error;
          if (attempt >= ATTEMPTS) {
            throw settingsProblem(path, "something changes it without the lock", "end that program, then try again");
          }
        }
      }
    },
  };
}
