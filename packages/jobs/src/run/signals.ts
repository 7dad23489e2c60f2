import type { JobNotice, JobSignal, Platform, RunningJob } from "../platform/platform.ts";

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
  readonly #fromTerminal: boolean;
  readonly #listeners: (readonly [JobSignal, () => void])[];
  /** Signals that came before the job had started. */
  readonly #early: JobSignal[] = [];
  #child: RunningJob | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(source: SignalSource, platform: Platform, options: { graceMs: number; fromTerminal: boolean }) {
    this.hurry = this.#hurry.signal;
    this.#source = source;
    this.#platform = platform;
    this.#graceMs = options.graceMs;
    this.#fromTerminal = options.fromTerminal;
    this.#listeners = [
      ...platform.signals.map((signal) => [signal, () => this.#take(signal)] as const),
      ...platform.notices.map((signal) => [signal, () => this.#notice(signal)] as const),
    ];
    for (const [signal, listener] of this.#listeners) source.on(signal, listener);
  }

  /** From now on signals go to this job; those that came earlier go there at once. */
  passTo(child: RunningJob): void {
    this.#child = child;
    // When a terminal sent these, it could not send them to a job that was not there.
    for (const signal of this.#early.splice(0)) this.#take(signal, false);
  }

  dispose(): void {
    clearTimeout(this.#grace);
    for (const [signal, listener] of this.#listeners) this.#source.off(signal, listener);
  }

  #notice(signal: JobNotice): void {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      this.#platform.pass(child, signal, this.#fromTerminal);
    }
    if (signal === "SIGTSTP") this.#pause();
  }

  /** By the system's own rule, as the job: a group of processes that no shell could let go on again is not stopped by it. */
  #pause(): void {
    const listeners = this.#listeners.filter(([signal]) => signal === "SIGTSTP");
    for (const [signal, listener] of listeners) this.#source.off(signal, listener);
    this.#platform.pause();
    for (const [signal, listener] of listeners) this.#source.on(signal, listener);
  }

  #take(signal: JobSignal, fromTerminal = this.#fromTerminal): void {
    const child = this.#child;
    if (child === undefined) {
      this.#early.push(signal);
      return;
    }
    if (child.exitCode !== null || child.signalCode !== null) {
      this.#hurry.abort();
      return;
    }
    this.#platform.pass(child, signal, fromTerminal);
    if (signal !== "SIGTERM") return;
    this.#grace ??= setTimeout(() => {
      if (child.exitCode === null && child.signalCode === null) this.#platform.kill(child);
      this.#grace = setTimeout(() => this.#hurry.abort(), LAST_OUTPUT_MS);
    }, this.#graceMs);
  }
}
