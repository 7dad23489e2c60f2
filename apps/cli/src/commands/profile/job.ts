import { programOf } from "../../args/program.ts";
import { type Define, examples } from "../../command.ts";
import { commandLine } from "../../output/command-line.ts";
import { usageError } from "../../usage-error.ts";

/** `profile job NAME -- PROGRAM ARGS` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .usage("<profile> -- PROGRAM ARGS")
    .addHelpText("after", examples("keyferry profile job nightly -- backup --all"))
    .action(async (profile: string) => {
      const job = programOf(invocation.tail);
      if (!job) throw usageError("the program is missing", "write -- PROGRAM ARGS at the end");
      const { profiles } = await invocation.keyferry();
      const changed = await profiles.setJob(profile, job);
      invocation.say(`${changed.name} runs ${commandLine(job)}`);
    });
};
