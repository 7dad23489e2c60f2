import type { ConnectionImport } from "@keyferry/core";
import { collect, sourcePairs } from "../../args/pairs.ts";
import { type Define, examples } from "../../command.ts";
import { type ConfirmOptions, confirmed } from "../../confirm.ts";
import { foreignFile } from "../../foreign-file.ts";
import type { Invocation } from "../../invocation.ts";
import type { ConnectionImportJson } from "../../json.ts";
import { counted } from "../../output/counted.ts";
import { jsonText } from "../../output/printable.ts";
import { record, table } from "../../output/table.ts";

interface Options extends ConfirmOptions {
  readonly name?: string;
  readonly credential: readonly string[];
  readonly json?: true;
}

/** `connection import FILE` */
export const define: Define = (command, invocation) => {
  command
    .argument("<file>", "a file that connection export wrote")
    .option("--name <name>", "another name for the connection")
    .option("--credential <field=source>", "where a credential comes from: env:NAME or file:PATH", collect, [])
    .option("--dry-run", "show what it would do, and write nothing")
    .option("--yes", "write without asking")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `${examples(
        "keyferry connection import prod.json --dry-run --credential token=env:VAULT_LOGIN",
        "keyferry connection import prod.json --credential token=env:VAULT_LOGIN --yes",
      )}\nLook at where it points: your login is sent there.\n`,
    )
    .action(async (file: string, options: Options) => {
      const { connections } = await invocation.keyferry();
      const input = {
        file: await foreignFile(file),
        sources: sourcePairs(options.credential),
        ...(options.name === undefined ? {} : { name: options.name }),
      };
      const plan: ConnectionImportJson = await connections.planImport(input);
      if (options.json) invocation.print(jsonText(plan));
      else show(invocation, plan);
      if (!(await confirmed(invocation, options, `Import the connection ${plan.connection}?`))) {
        return invocation.say("nothing was imported");
      }
      const { connection, secrets } = await connections.import({ ...input, revision: plan.revision });
      invocation.say(`connection ${connection} created, with ${counted(secrets.length, "secret")}`);
    });
};

function show(invocation: Invocation, plan: ConnectionImport): void {
  const { stdout } = invocation.world;
  const pairs = (values: object) =>
    Object.entries(values)
      .map(([name, value]) => `${name} = ${value}`)
      .join(", ");
  const head = record(stdout, [
    ["connection", plan.connection],
    ["provider", plan.provider],
    ["points to", pairs(plan.origin) || "the provider's usual place"],
    ["login", plan.method],
    ["fields", pairs(plan.fields) || undefined],
    ["credentials", pairs(plan.sources) || undefined],
  ]);
  const list = table<ConnectionImport["secrets"][number]>(
    stdout,
    [
      { title: "SECRET", cell: ({ name }) => name },
      { title: "TYPE", cell: ({ type }) => type },
      { title: "REMOTE NAME", cell: ({ remoteName }) => remoteName },
      { title: "KEY", cell: ({ key }) => key },
    ],
    plan.secrets,
  );
  invocation.print(plan.secrets.length === 0 ? head : `${head}\n${list}`);
}
