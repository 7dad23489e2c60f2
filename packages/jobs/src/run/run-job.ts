import { constants } from "node:os";
import { PassThrough } from "node:stream";
import type { JobPlan } from "../plan/plan.ts";
import { currentPlatform, type Platform } from "../platform/platform.ts";
import { Automaton } from "../redact/automaton.ts";
import { redactStream } from "../redact/stream.ts";
import { type GroupWatch, watchGroup } from "./group-watch.ts";
import { watchOrphans } from "./orphans.ts";
import { OutputRelay } from "./output-relay.ts";
import type { ParentInput, ParentOutput } from "./parent-streams.ts";
import { type PreparedJob, prepareJob } from "./prepare.ts";
import { runOnTerminal } from "./run-on-terminal.ts";
import { type SettleLimits, settle } from "./settle.ts";
import { SignalRelay, type SignalSource } from "./signals.ts";
import { startProgram } from "./start-program.ts";
import { stdioOf } from "./stdio.ts";

export interface RunOptions {
  /** The wrapper's own streams. The job inherits what has a descriptor, as it is, unless it has to be masked. */
  readonly stdio: {
    readonly stdin: ParentInput;
    readonly stdout: ParentOutput;
    readonly stderr: ParentOutput;
  };
  /** Whether values are masked: `false` nowhere, `true` on terminals too. In what is no terminal, if absent. */
  readonly redact?: boolean;
  /** By default `process`. */
  readonly signals?: SignalSource;
  /** The time from SIGTERM to SIGKILL, in milliseconds. By default 30,000. */
  readonly graceMs?: number;
  /** How long output is waited for once the job has exited. By default 2 s without a byte, 10 s in all. */
  readonly settle?: SettleLimits;
  readonly platform?: Platform;
  /** What a person should know of the run, in a line. */
  readonly warn?: (message: string) => void;
}

/** How a job ended. */
export interface JobOutcome {
  /** What the wrapper exits with: the job's own code, or 128 + n for signal n. */
  readonly code: number;
  /** The signal that ended the job. */
  readonly signal?: string;
}

/**
 * Starts a planned job and waits for its end. Throws `KeyferryError`: `program` if it cannot be started (`programExitCode`
 * gives 126 or 127), `delivery` if its values are too long together to be masked. Nothing thrown carries the environment.
 */
export async function runJob(plan: JobPlan, options: RunOptions): Promise<JobOutcome> {
  const platform = options.platform ?? currentPlatform(plan.environment);
  // From here on no signal ends the wrapper: what is made for the job would outlive it.
  const signals = new SignalRelay(options.signals ?? process, platform, { graceMs: options.graceMs ?? 30_000 });
  // Where output is masked on a terminal the job has one of its own, and ours sends no signals.
  const watching = isMaskedTerminal(options) ? undefined : watchGroup(platform.groupSignals);
  try {
    const job = await prepareJob(plan, platform);
    const orphans = process.pid === 1 ? watchOrphans(options.warn ?? (() => undefined)) : undefined;
    try {
      return await runPrepared(plan.program, job, { ...options, platform, signals }, await watching);
    } finally {
      // Before the job's agent ends, which is nobody's child either.
      orphans?.end();
      await job.end();
    }
  } finally {
    signals.dispose();
    (await watching)?.end();
  }
}

async function runPrepared(
  program: string,
  job: PreparedJob,
  { platform, signals, ...options }: Omit<RunOptions, "signals"> & { platform: Platform; signals: SignalRelay },
  group: GroupWatch | undefined,
): Promise<JobOutcome> {
  const { stdin, stdout, stderr } = options.stdio;
  const automaton = maskFor(job, options);
  const command = platform.command(program, job.args, job.environment);
  if (automaton && isMaskedTerminal(options)) {
    return runOnTerminal({ program, command, job, automaton, platform, signals, terminal: { stdin, stdout } });
  }
  const outputs = [stdout, stderr].map((sink) => ({ sink, way: wayOf(sink, automaton, options) }));
  const stdio = stdioOf([stdin.fd ?? "ignore", ...outputs.map(({ way }) => way)], job.descriptors);
  const { child, exited } = await startProgram(program, command, job.environment, stdio);
  signals.passTo(child, group);
  job.started(child);
  const relays = [child.stdout, child.stderr].flatMap((source, at) => {
    const sink = outputs[at]?.sink;
    if (source === null || sink === undefined) return [];
    return [new OutputRelay(source, automaton ? redactStream(automaton) : new PassThrough(), sink)];
  });
  const { code, signal } = await exited;
  await settle(relays, options.settle ?? { idleMs: 2_000, totalMs: 10_000 }, signals.hurry);
  // An abandoned relay may wait for ever for a reader that does not read.
  if (!signals.hurry.aborted) await Promise.all(relays.map((relay) => relay.done));
  for (const fault of new Set(relays.flatMap((relay) => relay.fault ?? []))) {
    options.warn?.(`the job's output could not be written (${fault}), so it was closed; next: make room where it goes`);
  }
  if (signal === null) return { code: code ?? 1 };
  return { code: 128 + constants.signals[signal], signal };
}

/** Whether the job gets a pseudo-terminal: masking is asked for, and all three streams are terminals. */
function isMaskedTerminal({ redact, stdio }: Omit<RunOptions, "signals">): boolean {
  return redact === true && [stdio.stdin, stdio.stdout, stdio.stderr].every((stream) => stream.isTTY === true);
}

/** The automaton of the job's values, if one of the two streams is to be masked and there is something to mask. */
function maskFor(job: PreparedJob, options: RunOptions): Automaton | undefined {
  const { stdio, redact } = options;
  if (!(redact ?? !(stdio.stdout.isTTY && stdio.stderr.isTTY))) return undefined;
  // Without values a masked terminal is still the job's own: whether there are any is not to change how it runs.
  const needles = job.needles();
  return needles.length > 0 || isMaskedTerminal(options) ? new Automaton(needles) : undefined;
}

/** A terminal is handed on as it is, unless it shall be masked too; so is everything that needs no mask. */
function wayOf(sink: ParentOutput, automaton: Automaton | undefined, { redact }: RunOptions): number | "pipe" {
  const free = automaton === undefined || (sink.isTTY === true && redact !== true);
  return sink.fd !== undefined && free ? sink.fd : "pipe";
}
