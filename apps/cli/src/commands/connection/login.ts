import type { LoginView, NewLogin } from "@keyferry/core";
import { collect } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";
import { readCredential } from "../../prompt/credentials.ts";
import { saveProved } from "../../prompt/save-proved.ts";
import { askLogin } from "../../prompt/typed-login.ts";

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
      )}\nOn a terminal each credential is asked for and not shown; elsewhere one is read from standard input. What is typed\nis proved by a login; what is read is sealed beside the settings, and opened again by a fresh process.\n`,
    )
    .action(async (name: string, options: Options) => {
      const { logins } = await invocation.keyferry();
      const { prompter, readInput } = invocation.world;
      const fields = await logins.fields(name);
      const { keeper, field: wanted, expires } = options;
      const expiry = expires === undefined ? {} : { expiresAt: expires };
      const sealing = (login: NewLogin) => ({ ...expiry, ...(login.keeper ? { keeper: login.keeper } : {}) });
      const said = (view: LoginView, { credentials }: NewLogin) => {
        const names = Object.keys(credentials).join(", ");
        invocation.say(`connection ${view.connection} logged in (${names} sealed, keeper ${view.sealed?.keeper})`);
      };
      const seal = async ({ login }: { readonly login: NewLogin }) => {
        return said(await logins.login(name, login.credentials, sealing(login)), login);
      };
      if (!prompter) {
        const credentials = await readCredential(fields, wanted, readInput);
        return seal({ login: { credentials, ...(keeper === undefined ? {} : { keeper }) } });
      }
      const typed = async (before?: NewLogin) => ({
        login: await askLogin(fields, wanted, before?.keeper ?? keeper, invocation, prompter),
      });
      // A part of a login proves nothing.
      if (wanted.length > 0) return seal(await typed());
      const proved = async ({ login }: { readonly login: NewLogin }) => {
        const options = { ...sealing(login), ...invocation.callOptions };
        return said(await logins.loginChecked(name, login.credentials, options), login);
      };
      return saveProved({ typed, proved, unchecked: seal }, invocation);
    });
};
