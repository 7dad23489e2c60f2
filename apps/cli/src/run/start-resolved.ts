import type { ResolvedJob, RunReport } from "@keyferry/core";
import { isKeyferryError } from "@keyferry/core/delivery";
import { exitCodeOf } from "../exit-codes.ts";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import type { JobEnd } from "../world.ts";

/** Starts a resolved job, takes over its exit code, and tells the audit how it ended. */
export async function startResolved(
  invocation: Invocation,
  { job, run }: Pick<ResolvedJob, "job" | "run">,
  { redact }: { readonly redact?: boolean },
): Promise<RunReport> {
  const { world } = invocation;
  let end: JobEnd;
  try {
    end = await world.startJob(job, {
      warn: (message) => invocation.say(message),
      onStart: () => world.interrupts.release(),
      ...(redact === undefined ? {} : { redact }),
    });
  } catch (thrown) {
    const failures = isKeyferryError(thrown) ? thrown.failures : [{ code: "internal" } as const];
    await run.ended({ outcome: "not-started", exitCode: exitCodeOf(failures) });
    throw thrown;
  }
  const { code, signal, failures } = end;
  if (failures) writeFailures(world.stderr, failures);
  invocation.exitCode = code;
  if (failures) return run.ended({ outcome: "not-started", exitCode: code });
  return run.ended(
    signal === undefined ? { outcome: "finished", exitCode: code } : { outcome: "signalled", exitCode: code, signal },
  );
}
