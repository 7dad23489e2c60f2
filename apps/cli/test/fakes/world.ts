import type { Keyferry } from "@keyferry/core";
import type { JobInput } from "@keyferry/core/delivery";
import { runCli } from "../../src/cli.ts";
import type { Stream } from "../../src/output/stream.ts";
import type { JobEnd, World } from "../../src/world.ts";
import { fakeKeyferry } from "./keyferry.ts";

/** What one run of the command line did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The jobs that were started. */
  readonly jobs: readonly JobInput[];
  /** What the host was opened with. */
  readonly opened: readonly { readonly settings?: string }[];
}

export interface WorldParts {
  readonly host?: Keyferry;
  /** How the job ends, and what is said at its start. */
  readonly job?: JobEnd;
  readonly jobWarnings?: readonly string[];
  readonly prompter?: World["prompter"];
  readonly interrupts?: World["interrupts"];
  readonly surroundings?: World["surroundings"];
}

/** Runs a command line against a fake host, with captured output. */
export async function run(argv: readonly string[], parts: WorldParts = {}): Promise<Ran> {
  const out = captured();
  const err = captured();
  const jobs: JobInput[] = [];
  const opened: { settings?: string }[] = [];
  const { prompter } = parts;
  const code = await runCli(argv, {
    stdout: out.stream,
    stderr: err.stream,
    interrupts: parts.interrupts ?? { signal: new AbortController().signal, exitCode: undefined, release() {} },
    async openKeyferry(options) {
      opened.push(options);
      return parts.host ?? fakeKeyferry();
    },
    async startJob(job, { warn, onStart }) {
      onStart();
      jobs.push(job);
      for (const message of parts.jobWarnings ?? []) warn(message);
      return parts.job ?? { code: 0 };
    },
    surroundings: parts.surroundings ?? { env: {}, execArgv: [], coreLimit: async () => "0" },
    explainJob: async () => ["sftp.password -> env:P"],
    ...(prompter ? { prompter } : {}),
  });
  return { code, stdout: out.text(), stderr: err.text(), jobs, opened };
}

/** A stream that keeps what is written. */
export function captured(shape: Partial<Stream> = {}): { readonly stream: Stream; text(): string } {
  let written = "";
  const write = (text: string) => {
    written += text;
  };
  return { stream: { isTTY: false, colour: false, ...shape, write }, text: () => written };
}
