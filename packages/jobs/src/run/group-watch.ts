import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import type { JobSignal } from "../platform/platform.ts";

/** Tells a signal that went to this whole group of processes, the job included, from one that came to this process alone. */
export interface GroupWatch {
  /** Whether the group had this signal too, which has just come here. Takes at most {@link ANSWER_MS}. */
  had(signal: JobSignal): Promise<boolean>;
  end(): void;
}

/** A shell that does not answer by then, in milliseconds, is stopped: the signal counts as one to this process alone. */
const ANSWER_MS = 1_000;

/** A shell that is not ready by then is done without, in milliseconds. */
const START_MS = 1_000;

const READY = "ready";
const ASKED = "asked";

/**
 * Repeats each of these signals, answers each line of its standard input, and ignores all other signals, until its input ends. A
 * question is asked after the group had the signal, and a shell carries out its traps before the next command: so the signal is
 * repeated before the answer, however slow the machine is. A question is a single byte, since a signal may cut a line in two. `read` is ended
 * by a signal in some shells and goes on in others; if it ends without one, that is the end of the input.
 */
const script = (signals: readonly JobSignal[]) =>
  `for s in ${signals.map((signal) => signal.slice(3)).join(" ")}; do trap "t=1; echo SIG$s" $s; done
trap '' TERM USR1 USR2 ALRM; echo ${READY}
while :; do t=; if read -r _; then echo ${ASKED}; else test "$t" || exit 0; fi; done`;

/**
 * Watches by a shell in the same group: what it gets too went to all. Node does not tell who sent a signal (`si_code` and `si_pid` of sigaction(2), by which
 * sudo tells), and the terminal's foreground group does not either: a program may mean this process alone while it is in the foreground.
 * Undefined where there is no terminal that could send one, or no shell.
 */
export async function watchGroup(signals: readonly JobSignal[]): Promise<GroupWatch | undefined> {
  if (signals.length === 0 || !hasTerminal()) return undefined;
  let shell: ChildProcess;
  try {
    shell = spawn("/bin/sh", ["-c", script(signals)], { stdio: ["pipe", "pipe", "ignore"], env: {} });
  } catch {
    return undefined;
  }
  const repeated = new Repeated(() => shell.stdin?.write("\n"));
  shell.stdin?.on("error", () => undefined);
  const end = () => {
    repeated.close();
    shell.kill("SIGKILL");
  };
  const ready = await new Promise<boolean>((resolve) => {
    const late = setTimeout(() => resolve(false), START_MS);
    const is = (answer: boolean) => {
      clearTimeout(late);
      resolve(answer);
    };
    shell.once("error", () => is(false));
    shell.once("exit", () => {
      repeated.close();
      is(false);
    });
    shell.stdout?.setEncoding("latin1").on("data", (text: string) => {
      for (const line of text.split("\n").filter(Boolean)) line === READY ? is(true) : repeated.take(line);
    });
  });
  if (ready) return { had: (signal) => repeated.had(signal), end };
  end();
  return undefined;
}

/** Whether this process has a terminal, whatever its standard streams are (`/dev/tty` of tty(4): ENXIO where it has none). */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK));
    return true;
  } catch {
    return false;
  }
}

/** One signal that came here, and what is known of it. */
interface Question {
  readonly signal: string;
  readonly answer: (had: boolean) => void;
  had: boolean;
}

/** Brings together what the shell repeats and what came here: either may be first. */
class Repeated {
  readonly #ask: () => void;
  /** Signals that the shell repeated before they came here, and when. */
  readonly #early = new Map<string, number>();
  readonly #questions: Question[] = [];
  #closed = false;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  take(line: string): void {
    if (line === ASKED) {
      const question = this.#questions.shift();
      question?.answer(question.had);
      return;
    }
    // The system makes one signal of several that wait for a busy shell.
    const waiting = this.#questions.filter(({ signal }) => signal === line);
    for (const question of waiting) question.had = true;
    if (waiting.length === 0) this.#early.set(line, performance.now());
  }

  had(signal: string): Promise<boolean> {
    const early = performance.now() - (this.#early.get(signal) ?? Number.NEGATIVE_INFINITY) < ANSWER_MS;
    this.#early.delete(signal);
    if (early || this.#closed) return Promise.resolve(early);
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), ANSWER_MS);
      const answer = (had: boolean) => {
        clearTimeout(late);
        resolve(had);
      };
      // It stays where it is when it is late: answers come in the order of the questions.
      this.#questions.push({ signal, answer, had: false });
      this.#ask();
    });
  }

  /** Nobody answers any more. */
  close(): void {
    this.#closed = true;
    for (const { answer, had } of this.#questions.splice(0)) answer(had);
  }
}
