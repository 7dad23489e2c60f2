import type { AdHocRequest, ResolvedJob, RunRequest } from "@keyferry/core";
import { collect } from "../args/pairs.ts";
import { type Define, examples } from "../command.ts";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import { type ExplainOptions, explain } from "../run/explain.ts";
import { type RequestOptions, runRequest } from "../run/request.ts";

interface Options extends RequestOptions, ExplainOptions {
  readonly explainDelivery?: true;
  readonly redact?: boolean;
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
      const { job } = await resolved(invocation, request);
      const { world } = invocation;
      world.interrupts.signal.throwIfAborted();
      if (options.explainDelivery) return explain(invocation, job, options);
      const { code, failures } = await world.startJob(job, {
        warn: (message) => invocation.say(message),
        onStart: () => world.interrupts.release(),
        ...(options.redact === undefined ? {} : { redact: options.redact }),
      });
      if (failures) writeFailures(world.stderr, failures);
      invocation.exitCode = code;
    });
};

async function resolved(invocation: Invocation, request: RunRequest | AdHocRequest): Promise<ResolvedJob> {
  const keyferry = await invocation.keyferry();
  return "env" in request ? keyferry.resolveAdHoc(request) : keyferry.resolveProfile(request);
}
