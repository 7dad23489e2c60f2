import { isKeyferryError, type JobInput } from "@keyferry/core/delivery";
import { explainPlan, planJob, programExitCode, runJob, tooShortToMask } from "@keyferry/jobs";
import { TIMED_OUT_CODE, timeLimited } from "./run/time-limit.ts";
import type { ExplainedDelivery, JobEnd, JobStart } from "./world.ts";

/** Starts a resolved job on this process's own streams. */
export async function startJob(job: JobInput, { warn, onStart, redact, timeLimitMs }: JobStart): Promise<JobEnd> {
  const plan = planJob(job, process.env);
  const { stdin, stdout, stderr } = process;
  if (redact ?? (!stdout.isTTY || !stderr.isTTY)) {
    for (const setting of tooShortToMask(plan.payloads)) {
      warn(`${setting}: the value is too short to be masked in the job's output`);
    }
  }
  onStart();
  const limit = timeLimitMs === undefined ? undefined : timeLimited(process, timeLimitMs);
  try {
    const outcome = await runJob(plan, {
      stdio: { stdin, stdout, stderr },
      warn,
      ...(redact === undefined ? {} : { redact }),
      ...(limit ? { signals: limit.signals } : {}),
    });
    return limit?.expired ? { ...outcome, code: TIMED_OUT_CODE, timedOut: true } : outcome;
  } catch (thrown) {
    const code = programExitCode(thrown);
    if (code === undefined || !isKeyferryError(thrown)) throw thrown;
    return { code, failures: thrown.failures };
  } finally {
    limit?.end();
  }
}

/** Which way each value would go: the plan that {@link startJob} starts, in names. */
export function explainJob(job: JobInput): readonly ExplainedDelivery[] {
  return explainPlan(planJob(job, process.env));
}
