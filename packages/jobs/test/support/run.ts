import type { JobInput, JobPayload } from "@keyferry/core/delivery";
import { type JobOutcome, planJob, type RunOptions, runJob } from "../../src/index.ts";
import { Collect } from "./collect.ts";

export interface Ran {
  readonly outcome: JobOutcome;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program in this process with these payloads, its output collected and not masked. */
export async function runWith(
  payloads: readonly JobPayload[],
  [program = "", ...args]: readonly string[],
  rest: Partial<JobInput> = {},
  options: Partial<RunOptions> = {},
): Promise<Ran> {
  const stdout = new Collect();
  const stderr = new Collect();
  const plan = planJob({ program, args, payloads, withheldVariables: [], ...rest }, { PATH: process.env.PATH });
  const outcome = await runJob(plan, { stdio: { stdin: {}, stdout, stderr }, redact: false, ...options });
  return { outcome, stdout: stdout.text, stderr: stderr.text };
}

/** Runs a script of the shell. */
export const shell = (script: string, payloads: readonly JobPayload[], options: Partial<RunOptions> = {}) =>
  runWith(payloads, ["sh", "-c", script], {}, options);
