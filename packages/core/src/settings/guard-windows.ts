import { execFile } from "node:child_process";
import { win32 } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { FileSystem } from "./file-system.ts";
import type { Layer, Platform } from "./platform.ts";
import { errorCode, settingsProblem } from "./problem.ts";
import { checkSize } from "./size.ts";
import { type AccessList, accessProblem } from "./windows-acl.ts";

/** Virus scanners and indexers hold a fresh file open for a moment; Windows then refuses to rename over it. */
const BUSY: ReadonlySet<string | undefined> = new Set(["EPERM", "EACCES", "EBUSY"]);
const RENAMES = 10;

export interface WindowsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the access list of a file or folder. */
  readonly accessList?: (path: string) => Promise<AccessList>;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/**
 * Windows: there are no modes. What lies in %LOCALAPPDATA% is closed to other users by what Windows gives that folder,
 * which is taken on trust; anywhere else the access list is read. A folder cannot be synced: NTFS journals renames itself.
 */
export function windowsPlatform({ env, accessList = readAccessList(env), pause = sleep }: WindowsOptions): Platform {
  const own = env.LOCALAPPDATA;
  const checkAccess = async (path: string, layer: Layer): Promise<void> => {
    if (layer === "user" && own !== undefined && inside(own, path)) return;
    const list = await accessList(path).catch(() => undefined);
    const problem = list === undefined ? "its access list cannot be read" : accessProblem(list, layer);
    if (problem === undefined) return;
    const closed = layer === "user" ? "you, SYSTEM and Administrators can open" : "only Administrators can change";
    throw settingsProblem(path, problem, `keep settings in %LOCALAPPDATA%\\Keyferry, or in a folder that ${closed}`);
  };

  const checkFile: Platform["checkFile"] = async (path, stat, layer) => {
    if (!stat.isFile()) throw settingsProblem(path, "it is not a regular file", "put a regular file there");
    await checkAccess(path, layer);
  };

  const read = async (files: FileSystem, path: string, layer: Layer): Promise<Buffer> => {
    const link = await files.lstat(path);
    if (link.isSymbolicLink()) throw settingsProblem(path, "it is a symbolic link", "put the file itself there");
    const handle = await files.open(path, "r");
    try {
      const stat = await handle.stat();
      await checkFile(path, stat, layer);
      checkSize(path, stat.size);
      const bytes = await handle.readFile();
      checkSize(path, bytes.length);
      return bytes;
    } finally {
      await handle.close();
    }
  };

  return {
    read,

    holds: async (files, path, layer, bytes) => bytes.equals(await read(files, path, layer)),

    checkFile,

    async checkFolder(path, stat, layer) {
      if (!stat.isDirectory()) throw settingsProblem(path, "it is not a folder", "put a folder there");
      await checkAccess(path, layer);
    },

    async rename(files, from, to) {
      for (let tried = 1; ; tried += 1) {
        try {
          return await files.rename(from, to);
        } catch (error) {
          if (tried >= RENAMES || !BUSY.has(errorCode(error))) throw error;
          await pause(tried * 20);
        }
      }
    },

    async syncFolder() {},
  };
}

function inside(folder: string, path: string): boolean {
  const between = win32.relative(folder, path);
  return between !== "" && !between.startsWith("..") && !win32.isAbsolute(between);
}

/** The path travels in a variable, where no quoting can go wrong. */
const SCRIPT =
  "$ErrorActionPreference='Stop';" +
  "(Get-Acl -LiteralPath $env:KEYFERRY_ACL_PATH).Sddl;" +
  "[Security.Principal.WindowsIdentity]::GetCurrent().User.Value";

function readAccessList(env: WindowsOptions["env"]): (path: string) => Promise<AccessList> {
  return async (path) => {
    const root = env.SystemRoot ?? "C:\\Windows";
    const shell = win32.join(root, "System32", "WindowsPowerShell", "v1.0", "powershell.exe");
    const options = { env: { SystemRoot: root, KEYFERRY_ACL_PATH: path }, timeout: 15_000, windowsHide: true };
    const { stdout } = await promisify(execFile)(shell, ["-NoProfile", "-NonInteractive", "-Command", SCRIPT], options);
    const [sddl = "", user = ""] = stdout.trim().split(/\r?\n/);
    return { sddl, user };
  };
}
