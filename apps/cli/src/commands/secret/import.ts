import type { BulkSecret, PlannedSecret, SecretType } from "@keyferry/core";
import { type Define, examples } from "../../command.ts";
import { type ConfirmOptions, confirmed } from "../../confirm.ts";
import { mapReferences } from "../../foreign/map-references.ts";
import { readLines, type UnmappedLine } from "../../foreign/read-lines.ts";
import { foreignFile } from "../../foreign-file.ts";
import type { Invocation } from "../../invocation.ts";
import type { SecretImportJson } from "../../json.ts";
import { collectNames } from "../../names.ts";
import { counted } from "../../output/counted.ts";
import { jsonText } from "../../output/printable.ts";
import { table } from "../../output/table.ts";
import { checkType } from "../../prompt/secret.ts";
import { usageError } from "../../usage-error.ts";
import { waitingFor } from "../../waiting.ts";

interface Options extends ConfirmOptions {
  readonly connection?: string;
  readonly filter?: string;
  readonly prefix?: string;
  readonly type?: SecretType;
  readonly key?: string;
  readonly unchecked?: true;
  readonly json?: true;
}

interface Wanted {
  readonly inputs: readonly BulkSecret[];
  readonly unmapped: readonly UnmappedLine[];
}

/** `secret import [FILE]` */
export const define: Define = (command, invocation) => {
  command
    .argument("[file]", "a .env file, or a text with one reference on a line: op://, ref+…, vault:, keyferry://")
    .option("--connection <name>", "the connection that holds them; without a file, its own list is taken")
    .option("--filter <text>", "of the connection's list, only names that contain this text")
    .option("--prefix <text>", "put this before each name of the list")
    .option("--type <type>", "the type of all of them; else it is guessed from the names")
    .option("--key <key>", "of the connection's list, the key to pick from each")
    .option("--unchecked", "save them without asking the manager for each")
    .option("--dry-run", "show what maps to what, and write nothing")
    .option("--yes", "write without asking")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `${examples("keyferry secret import .env --dry-run", "keyferry secret import --connection prod --filter backup/ --type password --yes")}\nValues are never taken over, and none is shown: a line without a reference is named by its number.\n`,
    )
    .action(async (file: string | undefined, options: Options) => {
      checkType(options.type);
      const { inputs, unmapped } =
        file === undefined ? await listed(invocation, options) : await written(invocation, file, options);
      const { secrets } = await invocation.keyferry();
      const planned = await waitingFor(invocation, "looking at each of them", () =>
        secrets.planMany(inputs, invocation.callOptions),
      );
      const plan: SecretImportJson = { secrets: planned, unmapped };
      if (options.json) invocation.print(jsonText(plan));
      else show(invocation, plan);
      const fit = inputs.filter((_, at) => plan.secrets[at]?.failure === undefined);
      if (fit.length === 0) return invocation.say("there is nothing to define");
      if (!(await confirmed(invocation, options, `Define ${counted(fit.length, "secret")}?`)))
        return invocation.say("nothing was defined");
      // They were looked at a moment ago.
      await secrets.createMany(
        fit.map((input) => ({ ...input, unchecked: true })),
        invocation.callOptions,
      );
      invocation.say(`${counted(fit.length, "secret")} defined`);
    });
};

async function written(invocation: Invocation, file: string, options: Options): Promise<Wanted> {
  if (options.filter !== undefined || options.key !== undefined || options.prefix !== undefined) {
    throw usageError(
      "--filter, --key and --prefix are for the connection's list",
      "leave the file out, or leave these out",
    );
  }
  const { bytes } = await foreignFile(file);
  const { connections } = await invocation.keyferry();
  return mapReferences(readLines(Buffer.from(bytes).toString("utf8")), await connections.list(), {
    ...(options.connection === undefined ? {} : { connection: options.connection }),
    ...(options.type === undefined ? {} : { type: options.type }),
    ...(options.unchecked ? { unchecked: true } : {}),
  });
}

async function listed(
  invocation: Invocation,
  { connection, filter, prefix = "", type, key, unchecked }: Options,
): Promise<Wanted> {
  if (connection === undefined)
    throw usageError("neither a file nor a connection is given", "name a file, or --connection NAME");
  const names = await collectNames(invocation, connection, filter);
  const inputs = names.map(
    ({ name, description }): BulkSecret => ({
      name: `${prefix}${name.replaceAll("/", "-").replace(/^-+/, "")}`,
      connection,
      remoteName: name,
      ...(type === undefined ? {} : { type }),
      ...(key === undefined ? {} : { key }),
      ...(description === undefined ? {} : { description: description.toWellFormed().slice(0, 2_000) }),
      ...(unchecked ? { unchecked } : {}),
    }),
  );
  return { inputs, unmapped: [] };
}

function show(invocation: Invocation, { secrets, unmapped }: SecretImportJson): void {
  const columns = [
    { title: "NAME", cell: ({ name }: PlannedSecret) => name },
    { title: "TYPE", cell: ({ type }: PlannedSecret) => type },
    { title: "CONNECTION", cell: ({ connection }: PlannedSecret) => connection },
    { title: "REMOTE NAME", cell: ({ remoteName }: PlannedSecret) => remoteName },
    { title: "KEY", cell: ({ key }: PlannedSecret) => key },
    { title: "VERSION", cell: ({ version }: PlannedSecret) => version },
    { title: "PROBLEM", cell: ({ failure }: PlannedSecret) => failure?.message },
  ];
  if (secrets.length > 0) invocation.print(table<PlannedSecret>(invocation.world.stdout, columns, secrets));
  for (const { line, name, problem } of unmapped) {
    invocation.say(`line ${line}${name === undefined ? "" : `, ${name}`}: ${problem}`);
  }
}
