import { collect, deliveryPairs } from "../../args/pairs.ts";
import { programOf } from "../../args/program.ts";
import { type Define, examples } from "../../command.ts";

/** `profile create NAME [--deliver SETTING=DELIVERY] [-- PROGRAM ARGS]` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .usage("<name> [options] [-- PROGRAM ARGS]")
    .option(
      "--deliver <setting=delivery>",
      "how the program takes a setting: env:NAME, stdin, fd:N, ssh-agent, askpass … (docs/deliveries.md)",
      collect,
      [],
    )
    .addHelpText(
      "after",
      examples(
        "keyferry profile create nightly",
        "keyferry profile create nightly --deliver sftp.password=env:NAS_PASSWORD -- backup --all",
      ),
    )
    .action(async (name: string, options: { readonly deliver: readonly string[] }) => {
      const job = programOf(invocation.tail);
      const deliver = deliveryPairs(options.deliver);
      const { profiles } = await invocation.keyferry();
      const created = await profiles.create({ name, deliver, ...(job ? { job } : {}) });
      invocation.say(`profile ${created.name} created`);
    });
};
