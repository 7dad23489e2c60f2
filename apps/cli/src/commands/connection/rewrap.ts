import { type Define, examples } from "../../command.ts";

/** `connection rewrap --keeper K` */
export const define: Define = (command, invocation) => {
  command
    .requiredOption("--keeper <keeper>", "who keeps the key from now on: keychain, passphrase, key-file:/path …")
    .addHelpText(
      "after",
      `${examples("keyferry connection rewrap --keeper passphrase")}\nSeals the logins of all connections anew, with a new key for this keeper: all of them, or none.\n`,
    )
    .action(async ({ keeper }: { readonly keeper: string }) => {
      const { logins } = await invocation.keyferry();
      const names = await logins.rewrap(keeper);
      const what = names.length > 0 ? `the logins of ${names.join(", ")} are` : "no login is";
      invocation.say(`${what} sealed anew, keeper ${await logins.keeper()}`);
    });
};
