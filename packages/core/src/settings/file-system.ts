import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import * as disk from "node:fs/promises";

const direct = { openSync, fstatSync, readSync, readFileSync, closeSync };

/** The calls of the file system that settings need, so that a test can fail or stop at each of them. */
export type FileSystem = Pick<typeof disk, "open" | "stat" | "lstat" | "readdir" | "mkdir" | "rename" | "unlink"> &
  typeof direct;

export const diskFileSystem: FileSystem = { ...disk, ...direct };
