import type { ResolvedJob } from "@keyferry/core";
import { collect, deliveryPairs, referencePairs } from "../args/pairs.ts";
import { programOf } from "../args/program.ts";
import { type Define, examples } from "../command.ts";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import { printable } from "../output/printable.ts";
import { usageError } from "../usage-error.ts";
import { waitingFor } from "../waiting.ts";

interface Options {
  readonly deliver: readonly string[];
  readonly env: readonly string[];
  readonly explainDelivery?: true;
}

/** `run PROFILE [--deliver SETTING=DELIVERY] [-- PROGRAM ARGS]` and `run --env VARIABLE=REFERENCE -- PROGRAM ARGS` */
export const define: Define = (command, invocation) => {
  command
    .argument("[profile]", "the profile to run")
    .usage("<profile> [options] [-- PROGRAM ARGS]\n       keyferry run --env VARIABLE=REFERENCE -- PROGRAM ARGS")
    .option("--deliver <setting=delivery>", "for this run, how the program takes a setting: env:VARIABLE", collect, [])
    .option("--env <variable=reference>", "without a profile: a variable and the secret that it gets", collect, [])
    .option("--explain-delivery", "read the secrets and say which way each would go, in names; start nothing")
    .addHelpText(
      "after",
      `${examples(
        "keyferry run nightly",
        "keyferry run nightly --deliver sftp.password=env:NAS_PASSWORD -- backup --all",
        "keyferry run --env TOKEN=keyferry://prod/api/token#key -- curl-with-token",
      )}\nThe exit code is the program's own. No program is started unless every secret was read.\n`,
    )
    .action(async (profile: string | undefined, options: Options) => {
      const { job } = await resolved(invocation, profile, options);
      const { world } = invocation;
      world.interrupts.signal.throwIfAborted();
      if (options.explainDelivery) {
        for (const line of await world.explainJob(job)) invocation.print(`${printable(line)}\n`);
        return;
      }
      const { code, failures } = await world.startJob(job, {
        warn: (message) => invocation.say(message),
        onStart: () => world.interrupts.release(),
      });
      if (failures) writeFailures(world.stderr, failures);
      invocation.exitCode = code;
    });
};

async function resolved(invocation: Invocation, profile: string | undefined, options: Options): Promise<ResolvedJob> {
  const job = programOf(invocation.tail);
  const env = referencePairs(options.env);
  const deliver = deliveryPairs(options.deliver);
  const adHoc = Object.keys(env).length > 0;
  if (profile === undefined) {
    if (!adHoc)
      throw usageError("the profile is missing", "write run PROFILE, or run --env VARIABLE=REFERENCE -- PROGRAM");
    if (options.deliver.length > 0) throw usageError("--deliver belongs to a profile", "use --env without a profile");
    if (!job) throw usageError("the program is missing", "write -- PROGRAM ARGS at the end");
    invocation.typedAddresses = true;
    const keyferry = await invocation.keyferry();
    return waitingFor(invocation, "reading the secrets", () =>
      keyferry.resolveAdHoc({ env, job, ...invocation.callOptions }),
    );
  }
  if (adHoc)
    throw usageError("--env is for runs without a profile", "use --deliver to say how the program takes a setting");
  const keyferry = await invocation.keyferry();
  return waitingFor(invocation, "reading the secrets", () =>
    keyferry.resolveProfile({ profile, deliver, ...(job ? { job } : {}), ...invocation.callOptions }),
  );
}
