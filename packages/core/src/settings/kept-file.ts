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
  /** Absolute path of the person's `settings.json`: the file rests beside it, under the same lock. */
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
  /** Undefined where there is none. Throws `KeyferryError` (`settings`) for one that is damaged, newer, foreign or loose. */
  read(): Promise<T | undefined>;
  /**
   * Lock, read, change, write to the disk, unlock. `change` may be called again where another program came in between; nothing
   * is written where it throws, or gives what it was given.
   */
  update(change: (current: T | undefined) => T | undefined): Promise<void>;
}

const ATTEMPTS = 5;

/** The person's own file `name` beside the settings. Its revision is the caller's. */
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
