import type { ResolvedJob, RunReport } from "@keyferry/core";
import { isKeyferryError } from "@keyferry/core/delivery";
import { durationText } from "../args/duration.ts";
import { exitCodeOf } from "../exit-codes.ts";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import type { JobEnd, JobStart } from "../world.ts";

/** How a job's output is treated. */
export type StartOptions = Pick<JobStart, "redact">;

/** Starts a resolved job, takes over its exit code, and tells the audit how it ended. */
export async function startResolved(
  invocation: Invocation,
  { job, run }: Pick<ResolvedJob, "job" | "run">,
  { redact }: StartOptions,
): Promise<RunReport> {
  const { world } = invocation;
  const { timeLimit } = run;
  let end: JobEnd;
  try {
    end = await world.startJob(job, {
      warn: (message) => invocation.say(message),
      onStart: () => world.interrupts.release(),
      ...(redact === undefined ? {} : { redact }),
      ...(timeLimit === undefined ? {} : { timeLimitMs: timeLimit * 1_000 }),
    });
  } catch (thrown) {
    const failures = isKeyferryError(thrown) ? thrown.failures : [{ code: "internal" } as const];
    await run.ended({ outcome: "not-started", exitCode: exitCodeOf(failures) });
    throw thrown;
  }
  const { code, signal, failures, timedOut } = end;
  invocation.exitCode = code;
  const ended = { exitCode: code, ...(signal === undefined ? {} : { signal }) };
  if (timedOut && timeLimit !== undefined) {
    invocation.say(`the time limit of ${durationText(timeLimit)} was over before the job`);
    return run.ended({ ...ended, outcome: "timed-out" });
  }
  if (failures) {
    writeFailures(world.stderr, failures);
    return run.ended({ ...ended, outcome: "not-started" });
  }
  return run.ended({ ...ended, outcome: signal === undefined ? "finished" : "signalled" });
}
