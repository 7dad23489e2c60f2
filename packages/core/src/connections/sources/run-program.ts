import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { systemClock } from "../../contract/clock.ts";
import { type CollectLimits, collect, type Unread } from "./collect.ts";

export interface ProgramStart {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder in which it runs: never the working folder, which may belong to anybody. */
  readonly folder: string;
}

/** What a program wrote to standard output, or why it cannot be had, without a word of the output. */
export type ProgramEnd =
  | { readonly bytes: Buffer }
  | { readonly unread: Unread }
  | { readonly started: false; readonly reason: "missing" | "refused" }
  | { readonly code: number | undefined };

type Child = ChildProcessByStdio<null, Readable, null>;

const POSIX = process.platform !== "win32";

/**
 * Runs a program without a shell, in a process group and (on POSIX) a session of its own, with an empty standard input
 * and a discarded standard error. At a limit the whole group is killed. Never throws.
 */
export async function runProgram(start: ProgramStart, limits: CollectLimits): Promise<ProgramEnd> {
  let child: Child;
  try {
    child = spawn(start.program, start.args, {
      cwd: start.folder,
      env: start.env,
      stdio: ["ignore", "pipe", "ignore"],
      detached: POSIX,
      windowsHide: true,
    });
  } catch {
    return { started: false, reason: "refused" };
  }
  const ended = new Promise<ProgramEnd | undefined>((resolve) => {
    // Only the name of the platform's error is read: its text quotes the arguments.
    child.once("error", (error) => {
      resolve({ started: false, reason: "code" in error && error.code === "ENOENT" ? "missing" : "refused" });
    });
    child.once("exit", (code) => resolve(code === 0 ? undefined : { code: code ?? undefined }));
  });
  const began = systemClock.monotonic();
  const output = await collect(child.stdout, limits);
  if ("unread" in output && output.unread !== "broken") {
    killGroup(child);
    return output;
  }
  const rest = Math.max(0, limits.ms - (systemClock.monotonic() - began));
  const end = await within(ended, rest, limits.signal);
  if (end !== undefined && "unread" in end) killGroup(child);
  return end ?? output;
}

/** A program may close its output and keep running. */
async function within(
  ended: Promise<ProgramEnd | undefined>,
  ms: number,
  signal: AbortSignal,
): Promise<ProgramEnd | undefined> {
  const { promise, resolve } = Promise.withResolvers<ProgramEnd>();
  const timer = setTimeout(() => resolve({ unread: "slow" }), ms);
  const onAbort = () => resolve({ unread: "cancelled" });
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([ended, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

function killGroup(child: Child): void {
  try {
    if (child.pid !== undefined && POSIX) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}
