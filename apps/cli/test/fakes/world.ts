import type { Keyferry } from "@keyferry/core";
import type { JobInput } from "@keyferry/core/delivery";
import { runCli } from "../../src/cli.ts";
import type { Stream } from "../../src/output/stream.ts";
import type { JobEnd, JobStart, World } from "../../src/world.ts";
import { fakeKeyferry } from "./keyferry.ts";

/** What one run of the command line did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The jobs that were started. */
  readonly jobs: readonly JobInput[];
  /** What was said at their starts. */
  readonly starts: readonly JobStart[];
  /** What the host was opened with. */
  readonly opened: readonly { readonly settings?: string }[];
}

export interface WorldParts {
  readonly host?: Keyferry;
  /** How the job ends, and what is said at its start. */
  readonly job?: JobEnd;
  readonly jobWarnings?: readonly string[];
  readonly prompter?: World["prompter"];
  /** What standard input holds. */
  readonly input?: string;
  /** Standard output is a terminal. */
  readonly terminal?: true;
  readonly interrupts?: World["interrupts"];
  readonly surroundings?: World["surroundings"];
}

/** Runs a command line against a fake host, with captured output. */
export async function run(argv: readonly string[], parts: WorldParts = {}): Promise<Ran> {
  const { world, ran } = worldOf(parts);
  return ran(await runCli(argv, world));
}

/** A world without a process around it, and what was done in it. */
export function worldOf(parts: WorldParts = {}): { readonly world: World; ran(code: number): Ran } {
  const out = captured(parts.terminal ? { isTTY: true } : {});
  const err = captured();
  const jobs: JobInput[] = [];
  const starts: JobStart[] = [];
  const opened: { settings?: string }[] = [];
  const { prompter, input } = parts;
  const world: World = {
    stdout: out.stream,
    stderr: err.stream,
    self: ["/usr/bin/node", "/opt/keyferry/main.js"],
    interrupts: parts.interrupts ?? { signal: new AbortController().signal, exitCode: undefined, release() {} },
    async openKeyferry(options) {
      opened.push(options);
      return parts.host ?? fakeKeyferry();
    },
    async startJob(job, start) {
      const { warn, onStart } = start;
      onStart();
      jobs.push(job);
      starts.push(start);
      for (const message of parts.jobWarnings ?? []) warn(message);
      return parts.job ?? { code: 0 };
    },
    ...(input === undefined ? {} : { readInput: async () => input }),
    explainJob: async () => [{ settings: ["sftp.password"], delivery: "env:P" }],
    surroundings: parts.surroundings ?? { env: {}, execArgv: [], coreLimit: async () => "0" },
    ...(prompter ? { prompter } : {}),
  };
  return { world, ran: (code) => ({ code, stdout: out.text(), stderr: err.text(), jobs, starts, opened }) };
}

/** A stream that keeps what is written. */
export function captured(shape: Partial<Stream> = {}): { readonly stream: Stream; text(): string } {
  let written = "";
  const write = (text: string) => {
    written += text;
  };
  return { stream: { isTTY: false, colour: false, ...shape, write }, text: () => written };
}
