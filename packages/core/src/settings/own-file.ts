import { Disk } from "./disk.ts";
import { diskFileSystem } from "./file-system.ts";
import { systemPlatform } from "./system-platform.ts";

/** A file anywhere that only this user may read, such as a key: owner and mode are checked as for settings, no link is followed. */
export interface OwnFile {
  /** Undefined where there is none. Throws `KeyferryError` (`settings`) for one that others could read, and for more than 64 MiB. */
  read(): Promise<Buffer | undefined>;
  /** Creates it with mode 0600. Throws `KeyferryError` (`settings`) if it exists already. */
  create(text: string): Promise<void>;
}

export function ownFile(path: string, env: Readonly<Record<string, string | undefined>>): OwnFile {
  const disk = new Disk(diskFileSystem, systemPlatform(env));
  return { read: () => disk.read(path, "user"), create: (text) => disk.create(path, text) };
}
