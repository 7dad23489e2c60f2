import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { KeyferryError } from "@keyferry/core/delivery";
import type { IPty } from "@lydell/node-pty";
import type { Command, Environment, RunningJob } from "../platform/platform.ts";
import type { Automaton } from "../redact/automaton.ts";
import { redactStream } from "../redact/stream.ts";
import type { ParentInput, ParentOutput } from "./parent-streams.ts";
import { readToEnd } from "./read-to-end.ts";

/** The two ends of a person's terminal. */
export interface Terminal {
  readonly stdin: ParentInput;
  readonly stdout: ParentOutput;
}

/** How soon the exit of a job is seen, in milliseconds. */
const EXIT_LOOK_MS = 20;

/** A job on a terminal of its own. */
export interface TerminalJob extends RunningJob {
  readonly ended: Promise<{ readonly code: number; readonly signal: number }>;
}

/**
 * Starts a program on a pseudo-terminal and carries what is typed and what is written between that and the person's terminal, masked. The program has
 * colour, size and prompts as if it had the terminal itself; Ctrl-C goes to it as a byte, and the pseudo-terminal makes the signal of it.
 * Throws `KeyferryError` (`delivery`) where there is no pseudo-terminal.
 */
export async function startOnTerminal(
  command: Command,
  environment: Environment,
  terminal: Terminal,
  automaton: Automaton,
): Promise<TerminalJob> {
  const { spawn } = await loadPty();
  const { stdin, stdout } = terminal;
  const [cols, rows] = [stdout.columns ?? 80, stdout.rows ?? 24];
  const size = { cols: Math.max(1, cols), rows: Math.max(1, rows) };
  const env = { ...environment };
  // Without an encoding the bytes come as they are: a value may be split within a character.
  const pty = spawn(command.file, [...command.args], {
    name: env.TERM ?? "xterm",
    cwd: process.cwd(),
    env,
    encoding: null,
    ...size,
  });
  readToEnd(pty);
  const release = holdOpen(pty);
  const job = {
    pid: pty.pid,
    exitCode: null as number | null,
    signalCode: null,
    kill: (signal?: NodeJS.Signals | number) => killPty(pty, signal),
  };
  const output = carryOutput(pty, stdout, automaton);
  const input = carryInput(pty, stdin);
  const resize = () => pty.resize(Math.max(1, stdout.columns ?? 80), Math.max(1, stdout.rows ?? 24));
  stdout.on("resize", resize);
  const ended = new Promise<{ code: number; signal: number }>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => {
      job.exitCode = exitCode;
      release();
      stdout.off("resize", resize);
      input.end();
      void output.end().then(() => resolve({ code: exitCode, signal }));
    });
  });
  return Object.assign(job, { ended });
}

/**
 * Keeps the job's end of the pseudo-terminal open until the job has exited, as a terminal does: where a program closes its streams before that, as
 * cat does, node-pty would take it for the end, close the terminal, and so have the program killed by SIGHUP. Looked for again and
 * again, since node-pty tells of the exit only behind the end of the output (`ptsName`, which it does not declare, is the path of the job's end).
 */
function holdOpen(pty: IPty & { readonly ptsName?: string }): () => void {
  let held: number | undefined;
  try {
    held = openSync(pty.ptsName ?? "", constants.O_RDWR | constants.O_NOCTTY);
  } catch {
    return () => undefined;
  }
  const release = () => {
    clearInterval(timer);
    if (held !== undefined) closeSync(held);
    held = undefined;
  };
  const timer = setInterval(() => killPty(pty, 0) || release(), EXIT_LOOK_MS);
  return release;
}

async function loadPty(): Promise<typeof import("@lydell/node-pty")> {
  try {
    // A CommonJS module: what it exports is its default here.
    const loaded = await import("@lydell/node-pty");
    return "default" in loaded ? (loaded.default as typeof import("@lydell/node-pty")) : loaded;
  } catch {
    throw new KeyferryError({
      code: "delivery",
      message:
        "output cannot be masked on a terminal here: the package @lydell/node-pty has no pseudo-terminal for this system",
      hint: "install it anew, or send the output through a pipe: … | cat",
    });
  }
}

function carryOutput(pty: IPty, stdout: ParentOutput, automaton: Automaton) {
  const mask = redactStream(automaton);
  // If masking fails nothing more is shown, and the job is told by the end of its terminal.
  const failed = new Promise<void>((resolve) => mask.once("error", () => resolve(pty.kill("SIGHUP"))));
  const done = new Promise<void>((resolve) => mask.once("end", resolve));
  pty.onData((data) => {
    if (mask.write(data as unknown as Buffer)) return;
    pty.pause();
    mask.once("drain", () => pty.resume());
  });
  // A terminal that is gone takes nothing more: the job may live on without it, and its end is still waited for.
  const gone = () => mask.unpipe(stdout).resume();
  stdout.on("error", gone);
  mask.pipe(stdout, { end: false });
  return {
    async end() {
      mask.end();
      await Promise.race([done, failed]);
      await new Promise<void>((resolve) => stdout.write("", () => resolve()));
      stdout.off("error", gone);
    },
  };
}

function carryInput(pty: IPty, stdin: ParentInput) {
  const type = (data: Buffer) => pty.write(data as unknown as string);
  stdin.setRawMode?.(true);
  passOutput(stdin);
  stdin.on?.("data", type);
  stdin.resume?.();
  return {
    end() {
      stdin.off?.("data", type);
      stdin.pause?.();
      stdin.setRawMode?.(false);
    },
  };
}

/**
 * Node's raw mode still makes CR LF of each LF (libuv sets ONLCR), which the pseudo-terminal has done already, and which programs that draw on the whole
 * screen do not want. It ends with the raw mode. Without stty a line has one CR too many, which does not show.
 */
function passOutput({ fd }: ParentInput): void {
  if (fd !== undefined) spawnSync("stty", ["-opost"], { stdio: [fd, "ignore", "ignore"] });
}

function killPty(pty: IPty, signal: NodeJS.Signals | number = "SIGTERM"): boolean {
  try {
    process.kill(pty.pid, signal);
    return true;
  } catch {
    return false;
  }
}
