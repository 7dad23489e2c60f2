import type { SecretType } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import { Option } from "commander";
import { type Define, examples } from "../../command.ts";
import { withUncheckedWay } from "../../unchecked-way.ts";
import { usageError } from "../../usage-error.ts";
import { waitingFor } from "../../waiting.ts";

interface Options {
  readonly type?: SecretType;
  readonly key?: string;
  readonly whole?: true;
  readonly version?: string;
  readonly newest?: true;
  readonly trimNewline?: boolean;
  readonly unchecked?: true;
  readonly remoteName?: string;
}

/** `secret modify NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the secret")
    .option("--type <type>", "username, password or private-key")
    .option("--key <key>", "the key to pick; a JSON Pointer if it starts with /")
    .option("--whole", "the whole text, in place of a key")
    .option("--version <version>", "pin a version or stage")
    .option("--newest", "pin no version")
    .option("--trim-newline", "take one trailing line break off the value")
    .option("--no-trim-newline", "leave the value as it is")
    .option("--unchecked", "save it without asking the manager")
    .addOption(new Option("--remote-name <name>").hideHelp())
    .addHelpText(
      "after",
      `${examples("keyferry secret modify nas-password --key new-password", "keyferry secret modify nas-key --type private-key --whole")}\nThe name in the manager cannot be changed. secret rename and secret describe change ours.\n`,
    )
    .action(async (name: string, options: Options) => {
      const { type, key, whole, version, newest, trimNewline, unchecked, remoteName } = options;
      if (remoteName !== undefined) throw fixedName();
      if (version !== undefined && newest)
        throw usageError("--version and --newest exclude each other", "give one of them");
      const changes = {
        ...(type === undefined ? {} : { type }),
        ...(key === undefined ? {} : { key }),
        ...(whole ? { whole } : {}),
        ...(newest ? { version: null } : version === undefined ? {} : { version }),
        ...(trimNewline === undefined ? {} : { trimNewline }),
      };
      if (Object.keys(changes).length === 0)
        throw usageError("nothing to change was given", "say what: --type, --key, --version …");
      const { secrets } = await invocation.keyferry();
      const input = unchecked ? { ...changes, unchecked } : changes;
      const changed = await withUncheckedWay(() =>
        waitingFor(invocation, "looking at the secret", () => secrets.modify(name, input, invocation.callOptions)),
      );
      const place = changed.key === undefined ? changed.remoteName : `${changed.remoteName}, key ${changed.key}`;
      invocation.say(`secret ${changed.name} changed (${changed.type}: ${place} of ${changed.connection})`);
    });
};

function fixedName(): KeyferryError {
  return new KeyferryError({
    code: "rule",
    message: "the name in the manager cannot be changed: it would be another secret",
    hint: "define that one: keyferry secret create NAME --remote-name …, then let profiles use it",
  });
}
