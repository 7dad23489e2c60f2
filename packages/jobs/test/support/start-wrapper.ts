import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface WrappedJob {
  readonly program: string;
  readonly args: readonly string[];
  /** Variable → value. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Delivery, as a person writes it → value. */
  readonly deliver?: Readonly<Record<string, string>>;
  readonly graceMs?: number;
  readonly redact?: boolean;
}

/** Starts {@link file://./wrapper.ts} as a process of its own, with pipes as its standard streams. */
export function startWrapper(job: WrappedJob): ChildProcessByStdio<Writable, Readable, Readable> {
  return startUnder([], job);
}

/** The same under a program that starts others: its words stand before those of the wrapper. */
export function startUnder(words: readonly string[], job: WrappedJob): ReturnType<typeof startWrapper> {
  const wrapper = fileURLToPath(new URL("./wrapper.ts", import.meta.url));
  const [program = "", ...args] = [...words, process.execPath, wrapper, JSON.stringify(job)];
  return spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
}

/** Waits for a wrapper's end. */
export async function finish(wrapper: ReturnType<typeof startWrapper>) {
  const text = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString();
  const closed = once(wrapper, "close");
  const [stdout, stderr] = await Promise.all([text(wrapper.stdout), text(wrapper.stderr)]);
  const [code, signal] = await closed;
  return { code: code as number | null, signal: signal as string | null, stdout, stderr };
}
