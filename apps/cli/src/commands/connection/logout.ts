import { type Define, examples } from "../../command.ts";

/** `connection logout NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .addHelpText(
      "after",
      `${examples("keyferry connection logout prod")}\nDeletes what is sealed here. The credential itself lives on in the manager: revoke it there.\n`,
    )
    .action(async (name: string) => {
      const { logins } = await invocation.keyferry();
      const found = await logins.logout(name);
      invocation.say(found ? `connection ${name} logged out` : `connection ${name} had nothing sealed`);
    });
};
