import { jobOf } from "../../args/job.ts";
import { collect, deliveryPairs } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";

/** `profile create NAME [--deliver SETTING=DELIVERY] [--recipe RECIPE [-- ARGS] | -- PROGRAM ARGS]` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .usage("<name> [options] [-- PROGRAM ARGS]")
    .option("--deliver <setting=delivery>", "how the program takes a setting: env:VARIABLE", collect, [])
    .option("--recipe <recipe>", "what Keyferry knows of a program: keyferry recipe list")
    .addHelpText(
      "after",
      examples(
        "keyferry profile create nightly",
        "keyferry profile create nightly --deliver sftp.password=env:NAS_PASSWORD -- backup --all",
      ),
    )
    .action(async (name: string, options: { readonly deliver: readonly string[]; readonly recipe?: string }) => {
      const job = jobOf(options.recipe, invocation.tail);
      const deliver = deliveryPairs(options.deliver);
      const { profiles } = await invocation.keyferry();
      const created = await profiles.create({ name, deliver, ...(job ? { job } : {}) });
      invocation.say(`profile ${created.name} created`);
    });
};
