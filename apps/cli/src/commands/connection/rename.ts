import { type Define, examples } from "../../command.ts";

/** `connection rename NAME TO` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .argument("<to>", "its new name")
    .addHelpText("after", examples("keyferry connection rename prod production"))
    .action(async (name: string, to: string) => {
      const { connections } = await invocation.keyferry();
      const renamed = await connections.rename(name, to);
      invocation.say(`connection ${name} is now called ${renamed.name}`);
    });
};
