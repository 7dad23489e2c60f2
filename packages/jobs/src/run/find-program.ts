import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../platform/platform.ts";
import { ProgramError } from "./program-error.ts";

/** Looks for a program as execvp(3) does, if the start itself would not say why it fails. Throws `ProgramError`. */
export function findProgram(program: string, environment: Environment): void {
  const files = filesOf(program, environment);
  if (files.length === 0) throw new ProgramError(program, "missing");
  if (!files.some(isExecutable)) throw new ProgramError(program, "not-executable");
}

/** The files that a program's name may mean, in the order of PATH. A folder of PATH that cannot be looked into has none. */
export function filesOf(program: string, environment: Environment): readonly string[] {
  const folders = hasFolder(program) ? [""] : (environment.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => (folder === "" ? program : path.join(folder, program))).filter(isFile);
}

/** Whether a program is named with its folder, so that PATH has no part in it. */
export function hasFolder(program: string): boolean {
  return program.includes("/") || program.includes(path.sep);
}

function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
