import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { KEYS, type Key } from "./keys.ts";
import { rendered } from "./rendered.ts";

export interface TerminalOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** The program's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Columns and rows; 80 and 24 if absent. */
  readonly columns?: number;
  readonly rows?: number;
  /** The longest that a wait may take, in milliseconds. */
  readonly patienceMs?: number;
}

/** A program in a pseudo-terminal, with a screen that shows what a person would see. */
export interface Terminal {
  /** The whole screen with what has scrolled off it, without blanks at the ends. */
  screen(): string;
  /** All that the program wrote, as it wrote it. */
  written(): string;
  /** Sends text as if it was typed. */
  type(text: string): void;
  press(...keys: readonly Key[]): void;
  /** Waits until the screen shows a text, or is as wanted, and gives it. Throws with the screen when it takes too long. */
  shows(wanted: string | RegExp | ((screen: string) => boolean)): Promise<string>;
  /**
   * Waits until the program has ended; its exit code. Of what it wrote last, the pseudo-terminal library gives up what did
   * not come within 200 ms of the end: on a busy machine that may be a part of many lines.
   */
  ended(): Promise<number>;
  resize(columns: number, rows: number): void;
  /** Ends the program if it still runs. */
  close(): void;
}

/** Starts a program in a pseudo-terminal. */
export function startTerminal(options: TerminalOptions): Terminal {
  const { program, args, env, cwd, columns = 80, rows = 24, patienceMs = 120_000 } = options;
  const screen = new xterm.Terminal({ cols: columns, rows: rows || 24, scrollback: 5_000, allowProposedApi: true });
  const pty = spawn(program, [...args], { cols: columns, rows, cwd, env: { TERM: "xterm-256color", ...env } });
  let written = "";
  let code: number | undefined;
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const look of watchers) look();
  };
  pty.onData((text) => {
    written += text;
    screen.write(text, changed);
  });
  pty.onExit(({ exitCode, signal }) => {
    code = signal ? 128 + signal : exitCode;
    // What it wrote last may still be on its way through the screen.
    screen.write("", changed);
  });
  const until = <T>(look: () => T | undefined, what: string): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        watchers.delete(check);
        reject(new Error(`${what} did not come within ${patienceMs} ms; the screen:\n${rendered(screen)}`));
      }, patienceMs);
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        clearTimeout(timer);
        watchers.delete(check);
        resolve(found);
      };
      watchers.add(check);
      check();
    });
  return {
    screen: () => rendered(screen),
    written: () => written,
    type: (text) => pty.write(text),
    press: (...keys) => pty.write(keys.map((key) => KEYS[key]).join("")),
    shows: (wanted) =>
      until(
        () => {
          const text = rendered(screen);
          const there =
            typeof wanted === "string"
              ? text.includes(wanted)
              : wanted instanceof RegExp
                ? wanted.test(text)
                : wanted(text);
          return there ? text : undefined;
        },
        `what was waited for (${String(wanted)})`,
      ),
    ended: () => until(() => code, "the end"),
    resize(newColumns, newRows) {
      screen.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    close() {
      if (code === undefined) pty.kill("SIGKILL");
      screen.dispose();
    },
  };
}
