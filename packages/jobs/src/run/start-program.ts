import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { statSync } from "node:fs";
import type { Command, Environment } from "../platform/platform.ts";
import { filesOf, hasFolder } from "./find-program.ts";
import { ProgramError } from "./program-error.ts";

/** A job that has started. */
export interface StartedProgram {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts a program, without a shell. `program` is its name as the person wrote it. Throws `ProgramError`. */
export async function startProgram(
  program: string,
  command: Command,
  env: Environment,
  stdio: StdioOptions,
): Promise<StartedProgram> {
  let child: ChildProcess;
  try {
    child = spawn(command.file, command.args, { env, stdio, windowsVerbatimArguments: command.verbatim ?? false });
  } catch (error) {
    throw startError(program, error, env);
  }
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    // Stays for the life of the job: a signal that cannot be sent is reported here too, and is no failure of the job.
    child.on("error", (error) => reject(startError(program, error, env)));
  });
  return { child, exited };
}

/** Only the name of the platform's error is read: its text and its fields quote the arguments, or even the environment. */
function startError(program: string, error: unknown, env: Environment): ProgramError {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
  if (code === "E2BIG") return new ProgramError(program, "too-long");
  if (code === "ENOENT" || code === "ENOTDIR") {
    if (!folderExists()) return new ProgramError(program, "folder");
    // The system says "no such file" too when the file is there and its `#!` line names an interpreter that is not.
    return new ProgramError(program, filesOf(program, env).length > 0 ? "interpreter" : "missing");
  }
  // Also what the system says when a folder of PATH is closed to this user, and the program is in none of the others.
  if (!hasFolder(program) && filesOf(program, env).length === 0) return new ProgramError(program, "missing");
  if (code === "EACCES" || code === "EPERM" || code === "ENOEXEC") return new ProgramError(program, "not-executable");
  return new ProgramError(program, "system", code);
}

function folderExists(): boolean {
  try {
    return statSync(process.cwd()).isDirectory();
  } catch {
    return false;
  }
}
