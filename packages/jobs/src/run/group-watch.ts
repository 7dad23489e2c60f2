import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import type { JobSignal } from "../platform/platform.ts";

/** Tells a signal that went to this whole group of processes, the job included, from one that came to this process alone. */
export interface GroupWatch {
  /** Whether the group had this signal, which has just come here. Takes at most {@link LATE_MS}. */
  had(signal: JobSignal): Promise<boolean>;
  end(): void;
}

/** The group's other members have a signal by then, in milliseconds; after that it counts as one to this process alone. */
const LATE_MS = 250;

/** A shell that is not ready by then is done without, in milliseconds. */
const START_MS = 1_000;

/**
 * Says each of these signals that it gets, and lives on all others, until its standard input ends, for which it has a `cat`: `wait` is what a signal ends at
 * once (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html, "Signals and Error Handling"); a `read` goes on in some shells.
 */
const script = (signals: readonly JobSignal[]) =>
  `trap '' TERM USR1 USR2 ALRM INT QUIT HUP TSTP
exec 3<&0; cat <&3 >/dev/null & c=$!; exec 3<&-
for s in ${signals.map((signal) => signal.slice(3)).join(" ")}; do trap "echo SIG$s" $s; done; echo ready
while wait $c; test $? -gt 128 && kill -0 $c; do :; done`;

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
  const heard = new Heard();
  shell.stdin?.on("error", () => undefined);
  const end = () => {
    heard.close();
    shell.stdin?.destroy();
  };
  const ready = await new Promise<boolean>((resolve) => {
    const late = setTimeout(() => resolve(false), START_MS);
    const is = (answer: boolean) => {
      clearTimeout(late);
      resolve(answer);
    };
    shell.once("error", () => is(false));
    shell.once("exit", () => {
      heard.close();
      is(false);
    });
    shell.stdout?.setEncoding("latin1").on("data", (text: string) => {
      for (const line of text.split("\n")) line === "ready" ? is(true) : heard.take(line);
    });
  });
  if (ready) return { had: (signal) => heard.had(signal), end };
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

/** Brings what the shell says and what came here together: either may be first. */
class Heard {
  #lines: { readonly signal: string; readonly at: number }[] = [];
  #waiting: { readonly signal: string; readonly tell: (had: boolean) => void }[] = [];
  #closed = false;

  take(signal: string): void {
    const [first] = this.#waiting.filter((each) => each.signal === signal);
    const at = performance.now();
    if (first) first.tell(true);
    else this.#lines = [...this.#lines.filter((line) => at - line.at < LATE_MS), { signal, at }];
  }

  had(signal: string): Promise<boolean> {
    const now = performance.now();
    const line = this.#lines.find((each) => each.signal === signal && now - each.at < LATE_MS);
    this.#lines = this.#lines.filter((each) => each !== line);
    if (line !== undefined || this.#closed) return Promise.resolve(line !== undefined);
    return new Promise((resolve) => {
      const tell = (had: boolean) => {
        clearTimeout(late);
        this.#waiting = this.#waiting.filter((each) => each.tell !== tell);
        resolve(had);
      };
      const late = setTimeout(() => tell(false), LATE_MS);
      this.#waiting.push({ signal, tell });
    });
  }

  /** Nobody says anything any more. */
  close(): void {
    this.#closed = true;
    for (const { tell } of [...this.#waiting]) tell(false);
  }
}
