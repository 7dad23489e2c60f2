import type { ResolvedJob, RunReport } from "@keyferry/core";
import { isKeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import { type StartOptions, startResolved } from "./start-resolved.ts";

/** Starts a job and, where its login failed with a version that is not the newest any more, once more with the newest. */
export async function startWithRetry(
  invocation: Invocation,
  resolved: ResolvedJob,
  options: StartOptions,
): Promise<RunReport> {
  const report = await startResolved(invocation, resolved, options);
  const { exitCode, outcome } = report;
  if (outcome !== "finished" || exitCode === undefined || !resolved.job.loginFailed?.includes(exitCode)) return report;
  let newer: ResolvedJob | undefined;
  try {
    newer = await resolved.run.again();
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    writeFailures(invocation.world.stderr, thrown.failures);
  }
  if (newer === undefined) {
    invocation.say(`the job's login failed (exit code ${exitCode}), and no newer version was found to retry with`);
    return report;
  }
  const names = newerSecrets(resolved, newer).join(", ");
  invocation.say(`the job's login failed (exit code ${exitCode}); ${names} changed meanwhile: retrying once`);
  return startResolved(invocation, newer, options);
}

function newerSecrets(before: ResolvedJob, after: ResolvedJob): string[] {
  const used = new Map(before.uses.map(({ setting, version }) => [setting, version]));
  const changed = after.uses.filter(({ setting, version }) => version !== used.get(setting));
  return [...new Set(changed.map(({ secret }) => secret))];
}
