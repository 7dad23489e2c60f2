import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../platform/platform.ts";
import { ProgramError } from "./program-error.ts";

/** Looks for a program as execvp(3) does, where the start itself would not say why it fails. Throws `ProgramError`. */
export function findProgram(program: string, environment: Environment): void {
  const folders = program.includes("/") ? [""] : (environment.PATH ?? "").split(path.delimiter);
  const files = folders.map((folder) => (folder === "" ? program : path.join(folder, program))).filter(isFile);
  if (files.length === 0) throw new ProgramError(program, "missing");
  if (!files.some(isExecutable)) throw new ProgramError(program, "not-executable");
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
