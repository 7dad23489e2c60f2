import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import * as disk from "node:fs/promises";

const direct = { openSync, fstatSync, readSync, readFileSync, closeSync };

/** The file system calls that settings need, so that a test can make each of them fail or stop. */
export type FileSystem = Pick<typeof disk, "open" | "stat" | "lstat" | "readdir" | "mkdir" | "rename" | "unlink"> &
  typeof direct;

export const diskFileSystem: FileSystem = { ...disk, ...direct };
