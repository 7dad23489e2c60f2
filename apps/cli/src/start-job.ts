import { isKeyferryError, type JobInput } from "@keyferry/core/delivery";
import { explainPlan, planJob, programExitCode, runJob, tooShortToMask } from "@keyferry/jobs";
import type { ExplainedDelivery, JobEnd, JobStart } from "./world.ts";

/** Starts a resolved job on this process's own streams. */
export async function startJob(job: JobInput, { warn, onStart, redact }: JobStart): Promise<JobEnd> {
  const plan = planJob(job, process.env);
  const { stdin, stdout, stderr } = process;
  if (redact ?? (!stdout.isTTY || !stderr.isTTY)) {
    for (const setting of tooShortToMask(plan.payloads)) {
      warn(`${setting}: the value is too short to be masked in the job's output`);
    }
  }
  onStart();
  try {
    return await runJob(plan, {
      stdio: { stdin, stdout, stderr },
      ...(redact === undefined ? {} : { redact }),
    });
  } catch (thrown) {
    const code = programExitCode(thrown);
    if (code === undefined || !isKeyferryError(thrown)) throw thrown;
    return { code, failures: thrown.failures };
  }
}

/** Which way each value would go: the plan that {@link startJob} starts, in names. */
export function explainJob(job: JobInput): readonly ExplainedDelivery[] {
  return explainPlan(planJob(job, process.env));
}
