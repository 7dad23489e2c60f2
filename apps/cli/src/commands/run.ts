import type { ResolvedJob } from "@keyferry/core";
import { seconds } from "../args/duration.ts";
import { collect } from "../args/pairs.ts";
import { type Define, examples } from "../command.ts";
import { timeLeft } from "../output/time-left.ts";
import type { ExplainOptions } from "../run/explain.ts";
import { randomDelay } from "../run/random-delay.ts";
import { type RequestOptions, runRequest } from "../run/request.ts";
import { withReport } from "../run/with-report.ts";
import { startWithRetry } from "../run/with-retry.ts";
import { waitingFor } from "../waiting.ts";

interface Options extends RequestOptions, ExplainOptions {
  readonly explainDelivery?: true;
  readonly redact?: boolean;
  readonly reason?: string;
  readonly report?: string;
  readonly timeLimit?: number;
  readonly randomDelay?: number;
}

/** `run PROFILE [--deliver SETTING=DELIVERY] [-- PROGRAM ARGS]` and `run --env VARIABLE=REFERENCE -- PROGRAM ARGS` */
export const define: Define = (command, invocation) => {
  command
    .argument("[profile]", "the profile to run")
    .usage("<profile> [options] [-- PROGRAM ARGS]\n       keyferry run --env VARIABLE=REFERENCE -- PROGRAM ARGS")
    .option(
      "--deliver <setting=delivery>",
      "for this run, how the program takes a setting: env:NAME, stdin, fd:N … (docs/deliveries.md)",
      collect,
      [],
    )
    .option("--env <variable=reference>", "without a profile: a variable and the secret that it gets", collect, [])
    .option("--env-file <file>", "without a profile: lines NAME=REFERENCE or NAME=TEXT; nothing is expanded")
    .option("--clean-env", "let the program inherit only what programs need to start")
    .option("--keep-env <name>", "let the program inherit a variable that is withheld or cleaned away", collect, [])
    .option("--redact", "mask values on a terminal too")
    .option("--no-redact", "mask values nowhere")
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
    .option("--dry-run", "say what would be started and which way each secret would go; read and start nothing")
    .option("--json", "print what --dry-run or --explain-delivery say as JSON")
    .addHelpText(
      "after",
      `${examples(
        "keyferry run nightly",
        "keyferry run nightly --deliver sftp.password=env:NAS_PASSWORD -- backup --all",
        "keyferry run --env TOKEN=keyferry://prod/api/token#key -- curl-with-token",
      )}\nThe exit code is the program's own. No program is started unless every secret was read.\n`,
    )
    .action(async (profile: string | undefined, options: Options) => {
      const request = await runRequest(invocation, profile, options);
      const keyferry = await invocation.keyferry();
      if (options.dryRun) {
        const { explain } = await import("../run/explain.ts");
        return explain(invocation, await keyferry.planRun(request), options);
      }
      await withReport(invocation, options.report, async (refused) => {
        if (options.randomDelay !== undefined) await randomDelay(invocation, options.randomDelay);
        const asked = { ...request, refused, ...(options.reason === undefined ? {} : { reason: options.reason }) };
        const resolve = "env" in asked ? keyferry.resolveAdHoc(asked) : keyferry.resolveProfile(asked);
        const found = limited(await waitingFor(invocation, "reading the secrets", () => resolve), options.timeLimit);
        invocation.world.interrupts.signal.throwIfAborted();
        for (const { connection, expiresAt, hoursLeft } of found.loginEnds) {
          const when = `in ${timeLeft(hoursLeft)} (${expiresAt})`;
          invocation.say(`warning: the login of ${connection} ends ${when} and is not renewed`);
        }
        if (!options.explainDelivery) return startWithRetry(invocation, found, options);
        const { explain } = await import("../run/explain.ts");
        await explain(invocation, found.job, options);
        return found.run.ended({ outcome: "not-started", exitCode: 0 });
      });
    });
};

/** The job with the time limit of this run in place of the profile's. */
function limited({ run, ...resolved }: ResolvedJob, timeLimit: number | undefined): ResolvedJob {
  return timeLimit === undefined ? { ...resolved, run } : { ...resolved, run: { ...run, timeLimit } };
}
