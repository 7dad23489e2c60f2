import { collect } from "../args/pairs.ts";
import { type Define, examples } from "../command.ts";
import { type ExplainOptions, explain } from "../run/explain.ts";
import { type RequestOptions, runRequest } from "../run/request.ts";
import { startResolved } from "../run/start-resolved.ts";
import { withReport } from "../run/with-report.ts";

interface Options extends RequestOptions, ExplainOptions {
  readonly explainDelivery?: true;
  readonly redact?: boolean;
  readonly reason?: string;
  readonly report?: string;
}

/** `run PROFILE [--deliver SETTING=DELIVERY] [-- PROGRAM ARGS]` and `run --env VARIABLE=REFERENCE -- PROGRAM ARGS` */
export const define: Define = (command, invocation) => {
  command
    .argument("[profile]", "the profile to run")
    .usage("<profile> [options] [-- PROGRAM ARGS]\n       keyferry run --env VARIABLE=REFERENCE -- PROGRAM ARGS")
    .option("--deliver <setting=delivery>", "for this run, how the program takes a setting: env:NAME", collect, [])
    .option("--env <variable=reference>", "without a profile: a variable and the secret that it gets", collect, [])
    .option("--env-file <file>", "without a profile: lines NAME=REFERENCE or NAME=TEXT; nothing is expanded")
    .option("--clean-env", "let the program inherit only what programs need to start")
    .option("--keep-env <name>", "let the program inherit a variable that is withheld or cleaned away", collect, [])
    .option("--redact", "mask values on a terminal too")
    .option("--no-redact", "mask values nowhere")
    .option("--explain-delivery", "read the secrets and say which way each would go, in names; start nothing")
    .option("--reason <text>", "why, for the audit")
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
      if (options.dryRun) return explain(invocation, await keyferry.planRun(request), options);
      await withReport(invocation, options.report, async (refused) => {
        const asked = { ...request, refused, ...(options.reason === undefined ? {} : { reason: options.reason }) };
        const { job, run } = await ("env" in asked ? keyferry.resolveAdHoc(asked) : keyferry.resolveProfile(asked));
        invocation.world.interrupts.signal.throwIfAborted();
        if (!options.explainDelivery) return startResolved(invocation, { job, run }, options);
        await explain(invocation, job, options);
        return run.ended({ outcome: "not-started", exitCode: 0 });
      });
    });
};
