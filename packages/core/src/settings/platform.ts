import type { Stats } from "node:fs";
import type { FileSystem } from "./file-system.ts";

/** Whose file it is: the user's own, or the one that administrators keep for the whole machine. */
export type Layer = "user" | "machine";

/** A file that is open for reading. */
export interface OpenFile {
  stat(): Stats | Promise<Stats>;
  readFile(): Buffer | Promise<Buffer>;
  close(): void | Promise<void>;
}

/** What differs between operating systems. Checks throw `KeyferryError` (`settings`). */
export interface Platform {
  /** Opens for reading, never through a symbolic link. Throws the file system's error, or `KeyferryError` for a link. */
  open(files: FileSystem, path: string): OpenFile | Promise<OpenFile>;
  /** Refuses a file that somebody else could have written (or, of the user's, read). */
  checkFile(path: string, stat: Stats, layer: Layer): Promise<void>;
  /** Refuses a folder in which somebody else could replace files. */
  checkFolder(path: string, stat: Stats, layer: Layer): Promise<void>;
  rename(files: FileSystem, from: string, to: string): Promise<void>;
  /** Makes renames in a folder survive a loss of power. */
  syncFolder(files: FileSystem, path: string): Promise<void>;
}
