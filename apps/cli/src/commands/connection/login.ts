import { collect } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";
import { askCredentials, readCredential } from "../../prompt/credentials.ts";
import { chooseKeeper } from "../../prompt/keeper.ts";

interface Options {
  readonly keeper?: string;
  readonly field: readonly string[];
  readonly expires?: string;
}

/** `connection login NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .option("--keeper <keeper>", "who keeps the key, at the first login: keychain, passphrase, key-file:/path …")
    .option("--field <name>", "only this credential of the login (again for another)", collect, [])
    .option("--expires <date>", "when the credential ends, for connection status: 2027-01-31")
    .addHelpText(
      "after",
      `${examples(
        "keyferry connection login prod",
        "keyferry connection login prod --keeper key-file:/run/keys/keyferry --field token < token.txt",
      )}\nOn a terminal each credential is asked for and not shown; elsewhere one is read from standard input. What is read is\nsealed beside the settings, and opened again by a fresh process.\n`,
    )
    .action(async (name: string, { keeper, field: wanted, expires }: Options) => {
      const { logins } = await invocation.keyferry();
      const { prompter, readInput } = invocation.world;
      const fields = await logins.fields(name);
      const credentials = prompter
        ? await askCredentials(fields, wanted, prompter)
        : await readCredential(fields, wanted, readInput);
      const chosen =
        keeper ?? (prompter && (await logins.keeper()) === undefined ? await chooseKeeper(prompter) : undefined);
      const view = await logins.login(name, credentials, {
        ...(chosen === undefined ? {} : { keeper: chosen }),
        ...(expires === undefined ? {} : { expiresAt: expires }),
      });
      const sealed = Object.keys(credentials).join(", ");
      invocation.say(`connection ${view.connection} logged in (${sealed} sealed, keeper ${view.sealed?.keeper})`);
    });
};
