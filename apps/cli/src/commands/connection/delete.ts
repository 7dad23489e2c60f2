import { type Define, examples } from "../../command.ts";

/** `connection delete NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .addHelpText(
      "after",
      `\nRefused while a secret uses it. Nothing changes in the manager.\n${examples("keyferry connection delete prod")}`,
    )
    .action(async (name: string) => {
      const { connections } = await invocation.keyferry();
      await connections.delete(name);
      invocation.say(`connection ${name} deleted`);
    });
};
