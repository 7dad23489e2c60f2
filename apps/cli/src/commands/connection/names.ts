import { type Define, examples } from "../../command.ts";
import type { RemoteSecretJson } from "../../json.ts";
import { collectNames } from "../../names.ts";
import { type ListOptions, printList } from "../list.ts";

/** `connection names NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .option("--filter <text>", "only names that contain this text")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      examples("keyferry connection names prod", "keyferry connection names prod --filter backup/ --json"),
    )
    .action(async (name: string, options: ListOptions & { filter?: string }) => {
      const names = await collectNames(invocation, name, options.filter);
      printList<RemoteSecretJson>(invocation, options, names, {
        none:
          options.filter === undefined ? "the manager lists no secrets" : "the manager lists no secret of such a name",
        columns: [
          { title: "NAME", cell: (secret) => secret.name },
          { title: "DESCRIPTION", cell: ({ description }) => description },
          { title: "UPDATED", cell: ({ updatedAt }) => updatedAt },
        ],
      });
    });
};
