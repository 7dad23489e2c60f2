import { type Define, examples } from "../../command.ts";
import type { ConnectionJson } from "../../json.ts";
import { type ListOptions, printList } from "../list.ts";

/** `connection list` */
export const define: Define = (command, invocation) => {
  command
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry connection list", "keyferry connection list --json"))
    .action(async (options: ListOptions) => {
      const { connections } = await invocation.keyferry();
      printList<ConnectionJson>(invocation, options, await connections.list(), {
        none: "no connections yet; keyferry connection create NAME makes one",
        columns: [
          { title: "NAME", cell: ({ name }) => name },
          { title: "PROVIDER", cell: ({ provider }) => provider },
          { title: "POINTS TO", cell: pointsTo },
          { title: "LOGIN", cell: ({ auth }) => auth.method },
          { title: "SECRETS", cell: ({ secrets }) => secrets.length },
        ],
      });
    });
};

/** The values that tell one place from another; of what is switched on, the name. */
function pointsTo({ origin, withheld }: ConnectionJson): string {
  const texts = Object.entries(origin).flatMap(([field, value]) => {
    if (typeof value === "boolean") return value ? [field] : [];
    return String(value);
  });
  return texts.join(" ") || (withheld ? "not shown" : "");
}
