import type { Keyferry } from "@keyferry/core";
import type { Failure, JobInput } from "@keyferry/core/delivery";
import type { Surroundings } from "./doctor/surroundings.ts";
import type { Interrupts } from "./interrupts.ts";
import type { Stream } from "./output/stream.ts";
import type { Prompter } from "./prompt/prompter.ts";

/** What goes on while a job is started. */
export interface JobStart {
  /** Takes what a person should know. */
  readonly warn: (message: string) => void;
  /** Called right before the program is started: from then on signals are the job's. */
  readonly onStart: () => void;
}

/** How a job ended. */
export interface JobEnd {
  /** The job's own exit code, 128 + n for signal n, or 126 and 127 where it could not be started. */
  readonly code: number;
  /** Why it could not be started. */
  readonly failures?: readonly Failure[];
}

/** All that a command needs from outside. The process gives the real one, a test its own. */
export interface World {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly interrupts: Interrupts;
  /** Opens the host over the person's settings, or over the file that `--settings` names (an absolute path). */
  openKeyferry(options: { readonly settings?: string }): Promise<Keyferry>;
  /** Starts a resolved job and waits for its end. */
  startJob(job: JobInput, start: JobStart): Promise<JobEnd>;
  /** The way of each value of the job, one line each: names only. Nothing is started. */
  explainJob(job: JobInput): Promise<readonly string[]>;
  /** What the process stands in, for the doctor. */
  readonly surroundings: Surroundings;
  /** Asks the person. Absent where nobody sits at a terminal. */
  readonly prompter?: Prompter;
}
