import type { ChildProcess } from "node:child_process";
import type { DeliveryKind } from "@keyferry/core/delivery";
import { posix } from "./posix.ts";
import { windows } from "./windows.ts";

/** The signals that a person, a terminal or a service manager sends to a job through its wrapper. */
export type JobSignal =
  | "SIGINT"
  | "SIGTERM"
  | "SIGHUP"
  | "SIGQUIT"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGALRM"
  | "SIGBREAK"
  | JobNotice;

/** Signals that do not ask for an end: to pause, to go on, and that the terminal has another size. */
export type JobNotice = "SIGTSTP" | "SIGCONT" | "SIGWINCH";

/** What is really started. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** The arguments are quoted already (Windows). */
  readonly verbatim?: true;
}

/** A job that was started, as signals see it. */
export type RunningJob = Pick<ChildProcess, "pid" | "exitCode" | "signalCode" | "kill">;

export type Environment = Readonly<Record<string, string | undefined>>;

/** What differs between the systems that a job runs on. */
export interface Platform {
  /** Two variables of one key are one variable. */
  variableKey(name: string): string;
  /** Why the system could not take this variable, or undefined. */
  variableFault(name: string, value: string): string | undefined;
  /** The keys of the variables without which programs do not start, or not as they should: a clean environment keeps them. */
  readonly neededVariables: readonly string[];
  /** Why there is no such delivery on this system, or undefined. */
  lacks(kind: DeliveryKind): string | undefined;
  /** Whether a program that opens `/dev/fd/N` needs a pipe there, and cannot open a socket, as on Linux. */
  readonly needsRealPipe: boolean;
  /** How a program is started. Throws `ProgramError` where that can be told beforehand. */
  command(program: string, args: readonly string[], environment: Environment): Command;
  /** The signals to take while a job runs. */
  readonly signals: readonly JobSignal[];
  readonly notices: readonly JobNotice[];
  /** Those of them that a terminal, or a shell, sends to the whole group of processes: then the job has them already. */
  readonly groupSignals: readonly JobSignal[];
  /** Hands a signal on. */
  pass(job: RunningJob, signal: JobSignal): void;
  /** Pauses this process, as SIGTSTP does where nobody takes it, until SIGCONT. */
  pause(): void;
  /** Ends a job that did not end when it was told to, and what it has started. */
  kill(job: RunningJob): void;
  /** Why output cannot be masked on a terminal of this system, or undefined. */
  readonly terminalFault: string | undefined;
}

/** The platform of this process, whose environment says where the system's own programs are. */
export function currentPlatform(environment: Environment): Platform {
  return process.platform === "win32" ? windows(environment) : posix;
}
