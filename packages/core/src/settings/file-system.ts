import * as disk from "node:fs/promises";

/** The calls of the file system that settings need, so that a test can fail or stop at each of them. */
export type FileSystem = Pick<typeof disk, "open" | "stat" | "lstat" | "readdir" | "mkdir" | "rename" | "unlink">;

export const diskFileSystem: FileSystem = disk;
