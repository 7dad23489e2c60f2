import { type Define, examples } from "../../command.ts";
import type { SecretJson } from "../../json.ts";
import { type ListOptions, printList } from "../list.ts";

/** `secret list` */
export const define: Define = (command, invocation) => {
  command
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry secret list", "keyferry secret list --json"))
    .action(async (options: ListOptions) => {
      const { secrets } = await invocation.keyferry();
      printList<SecretJson>(invocation, options, await secrets.list(), {
        none: "no secrets yet; keyferry secret create NAME defines one",
        columns: [
          { title: "NAME", cell: ({ name }) => name },
          { title: "TYPE", cell: ({ type }) => type },
          { title: "CONNECTION", cell: ({ connection }) => connection },
          { title: "REMOTE NAME", cell: ({ remoteName }) => remoteName },
          { title: "KEY", cell: ({ key }) => key },
          { title: "PROFILES", cell: ({ profiles }) => profiles.join(", ") },
          { title: "DESCRIPTION", cell: ({ description }) => description },
        ],
      });
    });
};
