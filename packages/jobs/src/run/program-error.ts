import { type Failure, KeyferryError } from "@keyferry/core/delivery";

/** What a shell exits with when a program cannot be run (126) or is not there (127). */
export type ProgramExitCode = 126 | 127;

/** Why a program could not be started. */
export type ProgramFault =
  | "missing"
  | "interpreter"
  | "folder"
  | "not-executable"
  | "too-long"
  | "batch-argument"
  | "system";

const FAULTS: Record<ProgramFault, { code: ProgramExitCode; says: string; hint: string }> = {
  missing: { code: 127, says: "was not found", hint: "check the name and the PATH, or give the whole path" },
  interpreter: {
    code: 127,
    says: "is there, but the interpreter or loader that it names is not",
    hint: "check its first line (#!), or the architecture that it was built for",
  },
  folder: { code: 127, says: "was not found: the working folder no longer exists", hint: "change to another folder" },
  "not-executable": {
    code: 126,
    says: "cannot be executed",
    hint: "check that it is a file and that you may execute it (chmod +x)",
  },
  "too-long": {
    code: 126,
    says: "cannot be started: its arguments and its environment together are longer than the system takes",
    hint: "deliver fewer or shorter values by the environment",
  },
  "batch-argument": {
    code: 126,
    says: "is a batch file, which cannot take an argument with a line break or a NUL",
    hint: "leave the line break out, or run a program that is no batch file",
  },
  system: { code: 126, says: "cannot be started", hint: "check the system's limits of processes and open files" },
};

/**
 * The job's program cannot be started. Made from a closed set of reasons: the platform's own error carries the arguments
 * and is never passed on.
 */
export class ProgramError extends KeyferryError {
  readonly exitCode: ProgramExitCode;

  /** `system` is the platform's name of the error (`EAGAIN`), where it says more than the fault. */
  constructor(program: string, fault: ProgramFault, system?: string) {
    const { code, says, hint } = FAULTS[fault];
    const failure: Failure = {
      code: "program",
      message: `the program ${shown(program)} ${says}${system ? ` (${system})` : ""}`,
      hint,
    };
    super(failure);
    this.name = "ProgramError";
    this.exitCode = code;
  }
}

/** Quoted and short, with control, bidi and other invisible characters escaped: a profile may come from someone else. */
function shown(program: string): string {
  const text = program.length > 200 ? `${program.slice(0, 200)}…` : program;
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}

/** The exit code for something thrown by `runJob`, or undefined if it does not say that the program could not be started. */
export function programExitCode(thrown: unknown): ProgramExitCode | undefined {
  const code = thrown instanceof Error && "exitCode" in thrown ? thrown.exitCode : undefined;
  return code === 126 || code === 127 ? code : undefined;
}
