import { type Define, examples } from "../../command.ts";
import { printableLines } from "../../output/printable.ts";

/** `connection export NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .addHelpText(
      "after",
      `${examples("keyferry connection export prod > prod.json")}\nIt holds the connection and its secrets' definitions: no credential, and no source of one.\n`,
    )
    .action(async (name: string) => {
      const { connections } = await invocation.keyferry();
      const text = await connections.export(name);
      invocation.print(invocation.world.stdout.isTTY ? printableLines(text) : text);
    });
};
