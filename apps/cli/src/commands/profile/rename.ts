import { type Define, examples } from "../../command.ts";

/** `profile rename NAME TO` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .argument("<to>", "its new name")
    .addHelpText("after", examples("keyferry profile rename nightly every-night"))
    .action(async (name: string, to: string) => {
      const { profiles } = await invocation.keyferry();
      const renamed = await profiles.rename(name, to);
      invocation.say(`profile ${name} is now called ${renamed.name}`);
    });
};
