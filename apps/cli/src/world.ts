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
  /** Whether values are masked: `false` never, `true` on a terminal too. Where output is no terminal, if absent. */
  readonly redact?: boolean;
  /** After which the job is told to end, in milliseconds from its start. */
  readonly timeLimitMs?: number;
}

/** How a job ended. */
export interface JobEnd {
  /** The job's own exit code, 128 + n for signal n, 124 where its time was over, or 126 and 127 where it could not be started. */
  readonly code: number;
  readonly timedOut?: boolean;
  /** The signal that ended it. */
  readonly signal?: string;
  /** Why it could not be started. */
  readonly failures?: readonly Failure[];
}

/** Settings, and the delivery of what they are put into, as a person writes it. */
export interface ExplainedDelivery {
  readonly settings: readonly string[];
  readonly delivery: string;
}

/** All that a command needs from outside. The process gives the real one, a test its own. */
export interface World {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly interrupts: Interrupts;
  /** What starts this very command line: absolute paths. */
  readonly self: readonly string[];
  /** Opens the host over the person's settings, or over the file that `--settings` names (an absolute path). */
  openKeyferry(options: { readonly settings?: string }): Promise<Keyferry>;
  /** Starts a resolved job and waits for its end. */
  startJob(job: JobInput, start: JobStart): Promise<JobEnd>;
  /** All of standard input, where that is no terminal. Throws `KeyferryError` (`usage`) for more than 64 KiB. */
  readonly readInput?: () => Promise<string>;
  /** Which way each payload of the job goes, in names. Nothing is started. */
  explainJob(job: JobInput): Promise<readonly ExplainedDelivery[]>;
  /** What the process stands in, for the doctor. */
  readonly surroundings: Surroundings;
  /** Asks the person. Absent where nobody sits at a terminal. */
  readonly prompter?: Prompter;
}
