import { type Define, examples } from "../../command.ts";
import { printableLines } from "../../output/printable.ts";

/** `profile export NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .addHelpText(
      "after",
      `${examples("keyferry profile export nightly > nightly.json")}\nIt holds the settings, and of the secrets the names: no connection, no credential, no value.\n`,
    )
    .action(async (name: string) => {
      const { profiles } = await invocation.keyferry();
      const text = await profiles.export(name);
      // On a terminal, text of others is made safe; a file gets it as it is.
      invocation.print(invocation.world.stdout.isTTY ? printableLines(text) : text);
    });
};
