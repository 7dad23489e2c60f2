import { type Define, examples } from "../../command.ts";

/** `secret rename NAME TO` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the secret")
    .argument("<to>", "its new name")
    .addHelpText("after", examples("keyferry secret rename nas-password nas-login"))
    .action(async (name: string, to: string) => {
      const { secrets } = await invocation.keyferry();
      const renamed = await secrets.rename(name, to);
      invocation.say(`secret ${name} is now called ${renamed.name}`);
    });
};
