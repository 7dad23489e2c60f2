import type { ResolvedJob, RunReport } from "@keyferry/core";
import { seconds } from "../args/duration.ts";
import { collect, deliveryPairs, referencePairs } from "../args/pairs.ts";
import { programOf } from "../args/program.ts";
import { type Define, examples } from "../command.ts";
import type { Invocation } from "../invocation.ts";
import { printable } from "../output/printable.ts";
import { randomDelay } from "../run/random-delay.ts";
import { withReport } from "../run/with-report.ts";
import { startWithRetry } from "../run/with-retry.ts";
import { usageError } from "../usage-error.ts";

interface Options {
  readonly deliver: readonly string[];
  readonly env: readonly string[];
  readonly explainDelivery?: true;
  readonly reason?: string;
  readonly report?: string;
  readonly timeLimit?: number;
  readonly lock?: true;
  readonly randomDelay?: number;
}

/** `run PROFILE [--deliver SETTING=DELIVERY] [-- PROGRAM ARGS]` and `run --env VARIABLE=REFERENCE -- PROGRAM ARGS` */
export const define: Define = (command, invocation) => {
  command
    .argument("[profile]", "the profile to run")
    .usage("<profile> [options] [-- PROGRAM ARGS]\n       keyferry run --env VARIABLE=REFERENCE -- PROGRAM ARGS")
    .option("--deliver <setting=delivery>", "for this run, how the program takes a setting: env:VARIABLE", collect, [])
    .option("--env <variable=reference>", "without a profile: a variable and the secret that it gets", collect, [])
    .option("--explain-delivery", "read the secrets and say which way each would go, in names; start nothing")
    .option("--reason <text>", "why, for the audit")
    .option(
      "--time-limit <duration>",
      "tell the job to end after 90s, 15m, 2h or 1d; then the exit code is 124",
      seconds,
    )
    .option("--lock", "refuse the run while another one of this profile is not over (exit code 75)")
    .option("--random-delay <duration>", "wait for a random time up to this before anything is read", seconds)
    .option("--report <file>", "write what was run, with which versions, and how it ended, as JSON")
    .addHelpText(
      "after",
      `${examples(
        "keyferry run nightly",
        "keyferry run nightly --reason 'ticket 4711' --report last-run.json",
        "keyferry run nightly --deliver sftp.password=env:NAS_PASSWORD -- backup --all",
        "keyferry run --env TOKEN=keyferry://prod/api/token#key -- curl-with-token",
      )}\nThe exit code is the program's own. No program is started unless every secret was read.\n`,
    )
    .action(async (profile: string | undefined, options: Options) => {
      const { world } = invocation;
      await withReport(invocation, options.report, async (refused) => {
        if (options.randomDelay !== undefined) await randomDelay(invocation, options.randomDelay);
        const found = limited(await resolved(invocation, profile, options, refused), options.timeLimit);
        world.interrupts.signal.throwIfAborted();
        if (!options.explainDelivery) return startWithRetry(invocation, found);
        for (const line of await world.explainJob(found.job)) invocation.print(`${printable(line)}\n`);
        return found.run.ended({ outcome: "not-started", exitCode: 0 });
      });
    });
};

async function resolved(
  invocation: Invocation,
  profile: string | undefined,
  options: Options,
  refused: (report: RunReport) => void,
): Promise<ResolvedJob> {
  const job = programOf(invocation.tail);
  const env = referencePairs(options.env);
  const deliver = deliveryPairs(options.deliver);
  const adHoc = Object.keys(env).length > 0;
  const { reason, lock } = options;
  const call = { ...invocation.callOptions, refused, ...(reason === undefined ? {} : { reason }) };
  if (profile === undefined) {
    if (!adHoc)
      throw usageError("the profile is missing", "write run PROFILE, or run --env VARIABLE=REFERENCE -- PROGRAM");
    if (options.deliver.length > 0) throw usageError("--deliver belongs to a profile", "use --env without a profile");
    if (lock) throw usageError("--lock belongs to a profile", "leave it out, or make a profile for the run");
    if (!job) throw usageError("the program is missing", "write -- PROGRAM ARGS at the end");
    invocation.typedAddresses = true;
    const keyferry = await invocation.keyferry();
    return keyferry.resolveAdHoc({ env, job, ...call });
  }
  if (adHoc)
    throw usageError("--env is for runs without a profile", "use --deliver to say how the program takes a setting");
  const keyferry = await invocation.keyferry();
  return keyferry.resolveProfile({
    profile,
    deliver,
    ...(job ? { job } : {}),
    ...(lock ? { oneAtATime: true } : {}),
    ...call,
  });
}

/** The job with the time limit of this run in place of the profile's. */
function limited({ run, ...resolved }: ResolvedJob, timeLimit: number | undefined): ResolvedJob {
  return timeLimit === undefined ? { ...resolved, run } : { ...resolved, run: { ...run, timeLimit } };
}
