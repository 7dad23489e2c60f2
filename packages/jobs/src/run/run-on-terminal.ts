import { constants } from "node:os";
import { KeyferryError } from "@keyferry/core/delivery";
import type { Command, Platform } from "../platform/platform.ts";
import type { Automaton } from "../redact/automaton.ts";
import { findProgram } from "./find-program.ts";
import type { PreparedJob } from "./prepare.ts";
import type { JobOutcome } from "./run-job.ts";
import type { SignalRelay } from "./signals.ts";
import { startOnTerminal, type Terminal } from "./terminal.ts";

interface TerminalRun {
  readonly program: string;
  readonly command: Command;
  readonly job: PreparedJob;
  readonly automaton: Automaton;
  readonly platform: Platform;
  readonly signals: SignalRelay;
  readonly terminal: Terminal;
}

/** Runs a prepared job on a pseudo-terminal, its output masked. Throws `KeyferryError` (`program`, `delivery`). */
export async function runOnTerminal(run: TerminalRun): Promise<JobOutcome> {
  const { program, command, job, automaton, platform, signals, terminal } = run;
  if (platform.terminalFault !== undefined) {
    throw refusal(`output cannot be masked on a terminal here: ${platform.terminalFault}`);
  }
  if (job.descriptors.size > 0) {
    throw refusal("standard input and descriptors are the terminal's where output is masked on one");
  }
  findProgram(program, job.environment);
  const started = await startOnTerminal(command, job.environment, terminal, automaton);
  job.started({ pid: started.pid, stdio: [] });
  signals.passTo(started);
  const { code, signal } = await started.ended;
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
  return name === undefined ? { code } : { code: 128 + signal, signal: name };
}

function refusal(message: string): KeyferryError {
  const hint = "deliver the values another way, or send the output through a pipe: … | cat";
  return new KeyferryError({ code: "delivery", message, hint });
}
