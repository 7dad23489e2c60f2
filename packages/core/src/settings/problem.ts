import { type Failure, KeyferryError } from "../contract/failure.ts";
import { escapeText } from "./quote.ts";

/** The failure (`settings`) of one file, or of a place in it: a JSON Pointer. */
export function settingsFailure(path: string, pointer: string, message: string, hint: string): Failure {
  return { code: "settings", message, where: escapeText(pointer === "" ? path : `${path}#${pointer}`), hint };
}

export function settingsProblem(path: string, message: string, hint: string, pointer = ""): KeyferryError {
  return new KeyferryError(settingsFailure(path, pointer, message, hint));
}

const KNOWN: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  EACCES: ["there is no permission", "check the owner and the mode of the file and of its folder"],
  EPERM: ["it is not permitted", "check the owner and the mode of the file and of its folder"],
  EROFS: ["the file system is read-only", "settings can be read there, but not changed"],
  ENOSPC: ["there is no space left", "make room, then try again; nothing was changed"],
  EDQUOT: ["the quota is used up", "make room, then try again; nothing was changed"],
  ELOOP: ["it is a symbolic link", "put the file itself there: a link could lead to somebody else's file"],
  EMLINK: ["it is a symbolic link", "put the file itself there: a link could lead to somebody else's file"],
  ENOTDIR: ["its folder is no folder", "check the path"],
  EEXIST: ["it is there already", "remove it, or choose another path"],
  EISDIR: ["it is a folder", "check the path"],
  EMFILE: ["too many files are open", "try again"],
};

/** An error of the file system as a `settings` failure. Only its code is used, since its text is not ours. */
export function fileProblem(path: string, doing: "read" | "changed", error: unknown): KeyferryError {
  const code = errorCode(error);
  const [message, hint] = KNOWN[code ?? ""] ?? [
    code ?? "for an unknown reason",
    "check the file system, then try again",
  ];
  return settingsProblem(path, `it cannot be ${doing}: ${message}`, hint);
}

/** The code of a file system's error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === "string" && /^E[A-Z0-9_]+$/.test(code) ? code : undefined;
}

/** A path as a word of a shell command. */
export function shellWord(path: string): string {
  const shown = escapeText(path);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
