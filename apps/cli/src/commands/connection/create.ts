import { collect, fieldPairs, sourcePairs } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";
import { connectionInput } from "../../prompt/connection.ts";
import { createConnection } from "../../prompt/create-connection.ts";
import { sayFoundIdentity } from "../../prompt/found-identity.ts";
import { offerSealing, typedFiles } from "../../prompt/seal-file.ts";

interface Options {
  readonly provider?: string;
  readonly auth?: string;
  readonly set: readonly string[];
  readonly credential: readonly string[];
  readonly unchecked?: true;
}

/** `connection create NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("[name]", "our own name for the connection")
    .option("--provider <id>", "the provider, or its package's name")
    .option("--auth <id>", "the auth method; found from the given fields where they fit one alone")
    .option("--set <field=value>", "a field of the connection (again for another)", collect, [])
    .option("--credential <field=source>", "where a credential comes from: env:NAME, file:PATH …", collect, [])
    .option("--unchecked", "save it without asking the manager whether the login works")
    .addHelpText(
      "after",
      `${examples(
        "keyferry connection create prod --provider aws --set region=eu-west-1 \\",
        "    --credential accessKeyId=env:AKID --credential secretAccessKey=env:SAK",
        "keyferry connection create",
      )}\nOn a terminal, what is missing is asked for. Values are never given here: only where they come from.\nThe login is proved before anything is saved.\n`,
    )
    .action(async (name: string | undefined, options: Options) => {
      const draft = {
        name,
        provider: options.provider,
        auth: options.auth,
        fields: fieldPairs(options.set),
        sources: sourcePairs(options.credential),
      };
      const keyferry = await invocation.keyferry();
      const input = await connectionInput(draft, keyferry, invocation.world.prompter);
      const created = await createConnection(input, options.unchecked === true, invocation);
      invocation.say(`connection ${created.name} created (${created.provider}, login by ${created.auth.method})`);
      const { prompter } = invocation.world;
      if (!prompter) return;
      await sayFoundIdentity(created, invocation);
      await offerSealing(created, typedFiles(created.auth.sources, draft.sources), invocation, prompter);
    });
};
