import { requiredJob } from "../../args/job.ts";
import { type Define, examples } from "../../command.ts";
import { commandLine } from "../../output/command-line.ts";

/** `profile job NAME (--recipe RECIPE [-- ARGS] | -- PROGRAM ARGS)` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .usage("<profile> (--recipe RECIPE [-- ARGS] | -- PROGRAM ARGS)")
    .option("--recipe <recipe>", "what Keyferry knows of a program: keyferry recipe list")
    .addHelpText(
      "after",
      examples(
        "keyferry profile job nightly -- backup --all",
        "keyferry profile job nightly --recipe restic -- backup /home",
      ),
    )
    .action(async (profile: string, options: { readonly recipe?: string }) => {
      const job = requiredJob(options.recipe, invocation.tail);
      const { profiles } = await invocation.keyferry();
      const changed = await profiles.setJob(profile, job);
      invocation.say(`${changed.name} runs ${commandLine(job)}`);
    });
};
