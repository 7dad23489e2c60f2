import { type Define, examples } from "../../command.ts";

/** `secret delete NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the secret")
    .addHelpText(
      "after",
      `\nRefused while a profile uses it. Nothing changes in the manager.\n${examples("keyferry secret delete nas-password")}`,
    )
    .action(async (name: string) => {
      const { secrets } = await invocation.keyferry();
      await secrets.delete(name);
      invocation.say(`secret ${name} deleted`);
    });
};
