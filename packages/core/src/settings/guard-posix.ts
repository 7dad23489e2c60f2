import { constants, type Stats } from "node:fs";
import type { FileSystem } from "./file-system.ts";
import type { Layer, Platform } from "./platform.ts";
import { settingsProblem, shellWord } from "./problem.ts";
import { checkSize } from "./size.ts";

const ROOT = 0;
const PIECE = 65_536;
// Without O_NONBLOCK, opening a pipe that lies in place of the file would wait forever.
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Linux and macOS: owner and mode. `administrator` is the user id that may own the machine's file. */
export function posixPlatform(euid: number, administrator = ROOT): Platform {
  const owners: Readonly<Record<Layer, number>> = { user: euid, machine: administrator };
  // Reading a small local file directly is faster than asking a thread to: 1,000 profiles take a fifth of the time.
  const opened = <T>(
    files: FileSystem,
    path: string,
    layer: Layer,
    use: (descriptor: number, size: number) => T,
  ): T => {
    const descriptor = files.openSync(path, READ);
    try {
      const stat = files.fstatSync(descriptor);
      checkFile(path, stat, layer, owners[layer]);
      checkSize(path, stat.size);
      return use(descriptor, stat.size);
    } finally {
      // Closed before the next one is opened: beyond 64 open files the kernel has to make room for more.
      files.closeSync(descriptor);
    }
  };

  return {
    read: (files, path, layer) =>
      opened(files, path, layer, (descriptor, size) => {
        // One byte more than expected, to notice a file that has grown, which is then read to its end.
        const bytes = Buffer.allocUnsafe(size + 1);
        const read = files.readSync(descriptor, bytes, 0, size + 1, 0);
        if (read === size) return bytes.subarray(0, read);
        const whole = files.readFileSync(descriptor);
        checkSize(path, whole.length);
        return whole;
      }),

    holds: (files, path, layer, bytes) =>
      opened(files, path, layer, (descriptor, size) => {
        if (size !== bytes.length) return false;
        // Piece by piece: a second copy of large settings would be touched for this alone.
        const piece = Buffer.allocUnsafe(Math.min(size + 1, PIECE));
        for (let at = 0; ; ) {
          const read = files.readSync(descriptor, piece, 0, piece.length, at);
          if (read === 0) return at === bytes.length;
          if (!piece.subarray(0, read).equals(bytes.subarray(at, at + read))) return false;
          at += read;
        }
      }),

    async checkFile(path, stat, layer) {
      checkFile(path, stat, layer, owners[layer]);
    },

    async checkFolder(path, stat, layer) {
      if (!stat.isDirectory()) throw settingsProblem(path, "it is not a folder", "put a folder there");
      checkOwner(path, stat, owners[layer]);
      if ((stat.mode & 0o022) === 0) return;
      throw settingsProblem(
        path,
        `the folder's mode ${octal(stat)} lets others replace the settings`,
        // A folder for everybody is one on purpose, such as /tmp.
        (stat.mode & 0o1000) === 0 ? `chmod go-w ${shellWord(path)}` : "put the settings into a folder of your own",
      );
    },

    rename: (files, from, to) => files.rename(from, to),

    async syncFolder(files: FileSystem, path: string) {
      const folder = await files.open(path, constants.O_RDONLY);
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
  };
}

function checkFile(path: string, stat: Stats, layer: Layer, owner: number): void {
  if (!stat.isFile()) throw settingsProblem(path, "it is not a regular file", "put a regular file there");
  checkOwner(path, stat, owner);
  const forbidden = layer === "user" ? 0o077 : 0o022;
  if ((stat.mode & forbidden) === 0) return;
  const wanted = layer === "user" ? "600" : "644";
  throw settingsProblem(
    path,
    `its mode ${octal(stat)} lets others ${layer === "user" ? "read or change" : "change"} it`,
    `chmod ${wanted} ${shellWord(path)}`,
  );
}

function checkOwner(path: string, stat: Stats, owner: number): void {
  if (stat.uid === owner) return;
  throw settingsProblem(
    path,
    `it belongs to user id ${stat.uid}, not to ${owner}`,
    "settings of somebody else are not used: put a file of your own there, or run as its owner",
  );
}

function octal(stat: Stats): string {
  return (stat.mode & 0o7777).toString(8).padStart(4, "0");
}
