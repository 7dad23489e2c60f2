import type { SecretType } from "@keyferry/core";
import { type Define, examples } from "../../command.ts";
import { secretInput } from "../../prompt/secret.ts";
import { withUncheckedWay } from "../../unchecked-way.ts";
import { waitingFor } from "../../waiting.ts";

interface Options {
  readonly connection?: string;
  readonly remoteName?: string;
  readonly type?: SecretType;
  readonly key?: string;
  readonly whole?: true;
  readonly version?: string;
  readonly description?: string;
  readonly trimNewline?: true;
  readonly unchecked?: true;
}

/** `secret create NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("[name]", "our own name for the secret")
    .option("--connection <name>", "the connection that holds it")
    .option("--remote-name <name>", "its name in the manager")
    .option("--type <type>", "username, password or private-key")
    .option("--key <key>", "the key to pick, where the value has keys; a JSON Pointer if it starts with /")
    .option("--whole", "the whole text, although it is a JSON object")
    .option("--version <version>", "a version or stage; the newest otherwise")
    .option("--description <text>", "what it is for")
    .option("--trim-newline", "take one trailing line break off the value")
    .option("--unchecked", "save it without asking the manager")
    .addHelpText(
      "after",
      `${examples(
        "keyferry secret create nas-password --connection prod --remote-name backup/nas --key password --type password",
        "keyferry secret create",
      )}\nOn a terminal, what is missing is picked from the manager's list and from the key names.\n`,
    )
    .action(async (name: string | undefined, options: Options) => {
      invocation.typedAddresses = true;
      const input = await secretInput({ ...options, name }, invocation);
      const { secrets } = await invocation.keyferry();
      const created = await withUncheckedWay(() =>
        waitingFor(invocation, "reading the secret", () => secrets.create(input, invocation.callOptions)),
      );
      const key = created.key === undefined ? "" : `, key ${created.key}`;
      invocation.say(
        `secret ${created.name} created (${created.type}: ${created.remoteName}${key} of ${created.connection})`,
      );
    });
};
