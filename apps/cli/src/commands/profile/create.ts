import type { Job } from "@keyferry/core";
import { jobOf } from "../../args/job.ts";
import { collect, deliveryPairs } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";
import { askProfile } from "../../prompt/profile.ts";
import { usageError } from "../../usage-error.ts";

interface Options {
  readonly deliver: readonly string[];
  readonly recipe?: string;
}

/** `profile create [NAME] [--deliver SETTING=DELIVERY] [--recipe RECIPE [-- ARGS] | -- PROGRAM ARGS]` */
export const define: Define = (command, invocation) => {
  command
    .argument("[name]", "the profile; on a terminal, everything is asked for without it")
    .usage("[name] [options] [-- PROGRAM ARGS]")
    .option("--recipe <recipe>", "what Keyferry knows of a program: keyferry recipe list")
    .option(
      "--deliver <setting=delivery>",
      "how the program takes a setting: env:NAME, stdin, fd:N, ssh-agent, askpass … (docs/deliveries.md)",
      collect,
      [],
    )
    .addHelpText(
      "after",
      examples(
        "keyferry profile create",
        "keyferry profile create nightly",
        "keyferry profile create nightly --deliver sftp.password=env:NAS_PASSWORD -- backup --all",
      ),
    )
    .action(async (name: string | undefined, options: Options) => {
      const job = jobOf(options.recipe, invocation.tail);
      const deliver = deliveryPairs(options.deliver);
      const created = await create(name, { deliver, ...(job ? { job } : {}) });
      invocation.say(`profile ${created.name} created`);
    });

  async function create(name: string | undefined, given: { job?: Job; deliver: Record<string, string> }) {
    if (name !== undefined) return (await invocation.keyferry()).profiles.create({ name, ...given });
    const { prompter } = invocation.world;
    const isGiven = given.job !== undefined || Object.keys(given.deliver).length > 0;
    if (!prompter || isGiven) throw usageError("the profile's name is missing", "write profile create NAME");
    return askProfile(invocation, prompter);
  }
};
