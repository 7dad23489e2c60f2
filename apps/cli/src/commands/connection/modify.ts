import type { ConnectionView } from "@keyferry/core";
import { collect, fieldPairs, sourcePairs } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";
import type { Invocation } from "../../invocation.ts";
import { sayFoundIdentity } from "../../prompt/found-identity.ts";
import { confirmedModification } from "../../prompt/modification.ts";
import { modifyByDialogue, saveModification } from "../../prompt/modify-connection.ts";
import { offerSealing, typedFiles } from "../../prompt/seal-file.ts";
import { usageError } from "../../usage-error.ts";

interface Options {
  readonly auth?: string;
  readonly set: readonly string[];
  readonly unset: readonly string[];
  readonly credential: readonly string[];
  readonly confirmOrigin?: true;
  readonly unchecked?: true;
}

/** `connection modify NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .option("--set <field=value>", "another value of a field (again for another)", collect, [])
    .option("--unset <field>", "take a field away (again for another)", collect, [])
    .option("--auth <id>", "another auth method")
    .option("--credential <field=source>", "where a credential comes from: env:NAME, file:PATH …", collect, [])
    .option("--confirm-origin", "the login may go to where the connection points from now on")
    .option("--unchecked", "save it without asking the manager whether the login works")
    .addHelpText(
      "after",
      `${examples(
        "keyferry connection modify prod",
        "keyferry connection modify prod --set region=eu-central-1",
        "keyferry connection modify prod --credential secretAccessKey=systemd:aws-key",
        "keyferry connection modify prod --set endpoint=https://sm.example --confirm-origin",
      )}\nOn a terminal, without options, everything is asked for anew, with what it has now. A change of where it points\nvoids its login: give every credential again, or confirm that it may go there. The login is proved before\nanything is saved.\n`,
    )
    .action(async (name: string, options: Options) => {
      const { set, unset, credential, auth, confirmOrigin, unchecked = false } = options;
      const { prompter } = invocation.world;
      if (set.length + unset.length + credential.length === 0 && auth === undefined && !confirmOrigin) {
        if (!prompter) throw usageError("it is not said what to change", "give --set, --unset, --auth or --credential");
        const done = await modifyByDialogue(name, unchecked, invocation, prompter);
        if (done === undefined) return invocation.say(`connection ${name} stays as it is: nothing differs`);
        sayModified(done.saved, invocation);
        await sayFoundIdentity(done.saved, invocation);
        return offerSealing(done.saved, typedFiles(done.change.sources), invocation, prompter);
      }
      const change = {
        fields: fieldPairs(set),
        unset,
        sources: sourcePairs(credential),
        ...(auth === undefined ? {} : { auth }),
      };
      const { connections } = await invocation.keyferry();
      const asked = await confirmedModification(name, change, confirmOrigin === true, connections, invocation);
      sayModified(await saveModification(name, asked, unchecked, invocation), invocation);
    });
};

function sayModified({ name, provider, auth }: ConnectionView, invocation: Invocation): void {
  invocation.say(`connection ${name} modified (${provider}, login by ${auth.method})`);
}
