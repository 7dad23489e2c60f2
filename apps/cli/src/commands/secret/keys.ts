import { type Define, examples } from "../../command.ts";
import type { KeysJson } from "../../json.ts";
import { jsonText, printable } from "../../output/printable.ts";
import { waitingFor } from "../../waiting.ts";
import type { ListOptions } from "../list.ts";

/** What a remote value is, where it has no keys. */
const KEYLESS = {
  text: "the value is one text: it has no keys",
  bytes: "the value is binary: it has no keys",
  object: "the value is a JSON object without keys that a secret can pick",
  fields: "the value has no fields",
} as const;

/** `secret keys CONNECTION REMOTE-NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<connection>", "the connection")
    .argument("<remote-name>", "the secret's name in the manager")
    .option("--version <version>", "a version or stage of it; the newest otherwise")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      examples("keyferry secret keys prod backup/nas", "keyferry secret keys prod backup/nas --json"),
    )
    .action(async (connection: string, remoteName: string, options: ListOptions & { version?: string }) => {
      invocation.typedAddresses = true;
      const { secrets } = await invocation.keyferry();
      const version = options.version === undefined ? {} : { version: options.version };
      const { kind, keys, refused } = await waitingFor(invocation, "reading the key names", () =>
        secrets.keys(connection, remoteName, { ...invocation.callOptions, ...version }),
      );
      const result: KeysJson = { connection, remoteName, kind, keys, ...(refused === undefined ? {} : { refused }) };
      if (options.json) invocation.print(jsonText(result));
      else if (keys.length === 0) invocation.say(refused ? `no key is taken of its JSON: ${refused}` : KEYLESS[kind]);
      else invocation.print(`${keys.map(printable).join("\n")}\n`);
    });
};
