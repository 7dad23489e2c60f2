import { type Define, examples } from "../../command.ts";

/** `profile delete NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .addHelpText("after", `\nSecrets and connections stay.\n${examples("keyferry profile delete nightly")}`)
    .action(async (name: string) => {
      const { profiles } = await invocation.keyferry();
      await profiles.delete(name);
      invocation.say(`profile ${name} deleted`);
    });
};
