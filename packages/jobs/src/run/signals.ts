import type { JobNotice, JobSignal, Platform, RunningJob } from "../platform/platform.ts";
import type { GroupWatch } from "./group-watch.ts";

/** Where signals come from: `process`, or a stand-in. */
export interface SignalSource {
  on(signal: JobSignal, listener: () => void): unknown;
  off(signal: JobSignal, listener: () => void): unknown;
}

/** What a killed job wrote last is still carried, for so long. */
const LAST_OUTPUT_MS = 2_000;

/**
 * Takes the wrapper's signals for as long as a job runs, so that the wrapper does not die before its job, and hands them on.
 * SIGTERM alone means "end": a job that lives on `graceMs` after it is killed. The others are the job's to understand
 * (Ctrl-C in an interpreter, SIGHUP to a service), and never lead to a kill. SIGTSTP pauses both.
 */
export class SignalRelay {
  /** Aborted when the job's output is no longer to be waited for: a signal behind the job's exit, or the end of the grace. */
  readonly hurry: AbortSignal;
  readonly #hurry = new AbortController();
  readonly #source: SignalSource;
  readonly #platform: Platform;
  readonly #graceMs: number;
  readonly #listeners: (readonly [JobSignal, () => void])[];
  /** Signals that came before the job had started. */
  readonly #early: JobSignal[] = [];
  #child: RunningJob | undefined;
  #group: Pick<GroupWatch, "had"> | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(source: SignalSource, platform: Platform, options: { graceMs: number }) {
    this.hurry = this.#hurry.signal;
    this.#source = source;
    this.#platform = platform;
    this.#graceMs = options.graceMs;
    this.#listeners = [
      ...platform.signals.map((signal) => [signal, () => this.#take(signal)] as const),
      ...platform.notices.map((signal) => [signal, () => this.#notice(signal)] as const),
    ];
    for (const [signal, listener] of this.#listeners) source.on(signal, listener);
  }

  /** From now on signals go to this job, but for those that `group` had as well; those that came earlier go there at once. */
  passTo(child: RunningJob, group?: Pick<GroupWatch, "had">): void {
    this.#child = child;
    // What the whole group had before, a job that was not there had not.
    for (const signal of this.#early.splice(0)) this.#take(signal);
    this.#group = group;
  }

  dispose(): void {
    clearTimeout(this.#grace);
    for (const [signal, listener] of this.#listeners) this.#source.off(signal, listener);
  }

  #notice(signal: JobNotice): void {
    this.#hand(signal, () => {
      if (signal === "SIGTSTP") this.#pause();
    });
  }

  /** Hands a signal to the job, if it runs and has not had it with the group. */
  #hand(signal: JobSignal, then: () => void = () => undefined): void {
    const child = this.#child;
    const pass = (had: boolean) => {
      if (!had && child !== undefined && !hasEnded(child)) this.#platform.pass(child, signal);
      then();
    };
    const asks = this.#group !== undefined && this.#platform.groupSignals.includes(signal);
    if (asks && child !== undefined && !hasEnded(child)) void this.#group?.had(signal).then(pass);
    else pass(false);
  }

  /** By the system's own rule, as the job: a group of processes that no shell could let go on again is not stopped by it. */
  #pause(): void {
    const listeners = this.#listeners.filter(([signal]) => signal === "SIGTSTP");
    for (const [signal, listener] of listeners) this.#source.off(signal, listener);
    this.#platform.pause();
    for (const [signal, listener] of listeners) this.#source.on(signal, listener);
  }

  #take(signal: JobSignal): void {
    const child = this.#child;
    if (child === undefined) {
      this.#early.push(signal);
      return;
    }
    if (hasEnded(child)) {
      this.#hurry.abort();
      return;
    }
    this.#hand(signal);
    if (signal !== "SIGTERM") return;
    this.#grace ??= setTimeout(() => {
      if (!hasEnded(child)) this.#platform.kill(child);
      this.#grace = setTimeout(() => this.#hurry.abort(), LAST_OUTPUT_MS);
    }, this.#graceMs);
  }
}

function hasEnded({ exitCode, signalCode }: RunningJob): boolean {
  return exitCode !== null || signalCode !== null;
}
