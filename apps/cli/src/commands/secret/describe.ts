import { type Define, examples } from "../../command.ts";

/** `secret describe NAME TEXT` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the secret")
    .argument("<text>", "its description here; empty for none")
    .addHelpText("after", examples("keyferry secret describe nas-password 'The backup server in the cellar'"))
    .action(async (name: string, text: string) => {
      const { secrets } = await invocation.keyferry();
      const secret = await secrets.describe(name, text);
      invocation.say(`secret ${secret.name} is described${secret.description === undefined ? " no more" : ""}`);
    });
};
