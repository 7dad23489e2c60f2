import { type Define, examples } from "../../command.ts";
import type { SecretJson } from "../../json.ts";
import { jsonText } from "../../output/printable.ts";
import { record } from "../../output/table.ts";
import type { ListOptions } from "../list.ts";

/** `secret show NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the secret")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry secret show nas-password"))
    .action(async (name: string, options: ListOptions) => {
      const { secrets } = await invocation.keyferry();
      const secret: SecretJson = await secrets.get(name);
      if (options.json) return invocation.print(jsonText(secret));
      invocation.print(
        record(invocation.world.stdout, [
          ["name", secret.name],
          ["type", secret.type],
          ["connection", secret.connection],
          ["remote name", secret.remoteName],
          ["key", secret.key],
          ["version", secret.version ?? "the newest"],
          ["description", secret.description],
          ["trailing line break", secret.trimNewline ? "taken off" : undefined],
          ["profiles", secret.profiles.join(", ") || "none"],
          ["from", secret.readOnly ? "the machine's file, which commands do not change" : undefined],
        ]),
      );
    });
};
