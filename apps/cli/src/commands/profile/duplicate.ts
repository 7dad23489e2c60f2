import { type Define, examples } from "../../command.ts";

/** `profile duplicate NAME TO` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .argument("<to>", "the name of the copy")
    .addHelpText("after", examples("keyferry profile duplicate nightly weekly"))
    .action(async (name: string, to: string) => {
      const { profiles } = await invocation.keyferry();
      const copy = await profiles.duplicate(name, to);
      invocation.say(`profile ${copy.name} has the settings of ${name}`);
    });
};
