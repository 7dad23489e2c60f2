import type { Stats } from "node:fs";
import type { FileSystem } from "./file-system.ts";

/** Whose file it is: the user's own, or the one that administrators keep for the whole machine. */
export type Layer = "user" | "machine";

/** What differs between operating systems. Checks throw `KeyferryError` (`settings`). */
export interface Platform {
  /**
   * Reads a whole file, never through a symbolic link. Refuses a file that somebody else could have written (or read,
   * if it is the user's), and one that is too large. Throws the file system's error, or `KeyferryError`.
   */
  read(files: FileSystem, path: string, layer: Layer): Buffer | Promise<Buffer>;
  /** Whether a file holds these bytes. Throws as {@link read} does. */
  holds(files: FileSystem, path: string, layer: Layer, bytes: Buffer): boolean | Promise<boolean>;
  /** Refuses a file that {@link read} would refuse, if it is already open. */
  checkFile(path: string, stat: Stats, layer: Layer): Promise<void>;
  /** Refuses a folder in which somebody else could replace files. */
  checkFolder(path: string, stat: Stats, layer: Layer): Promise<void>;
  rename(files: FileSystem, from: string, to: string): Promise<void>;
  /** Makes renames in a folder survive a power failure. */
  syncFolder(files: FileSystem, path: string): Promise<void>;
}
