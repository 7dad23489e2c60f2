import { type Define, examples } from "../../command.ts";
import type { ConnectionJson } from "../../json.ts";
import { jsonText } from "../../output/printable.ts";
import { record } from "../../output/table.ts";
import type { ListOptions } from "../list.ts";

/** `connection show NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry connection show prod"))
    .action(async (name: string, options: ListOptions) => {
      const { connections } = await invocation.keyferry();
      const connection: ConnectionJson = await connections.get(name);
      if (options.json) return invocation.print(jsonText(connection));
      const { auth, fields, secrets, withheld = [] } = connection;
      const settings = Object.entries({ ...fields, ...auth.fields, ...auth.sources });
      invocation.print(
        record(invocation.world.stdout, [
          ["name", connection.name],
          ["provider", connection.provider],
          ["login", auth.method],
          ...settings.map(([field, value]) => [field, String(value)] as const),
          ...notShown(withheld),
          ["secrets", secrets.join(", ") || "none"],
          ["from", connection.readOnly ? "the machine's file, which commands do not change" : undefined],
        ]),
      );
    });
};

/** A row for each reason: without the provider it is one for all fields. */
function notShown(withheld: NonNullable<ConnectionJson["withheld"]>): readonly (readonly [string, string])[] {
  const reasons = Map.groupBy(withheld, ({ problem, remedy }) => `${problem}; ${remedy}`);
  return [...reasons].map(([reason, fields]) => [
    "not shown",
    `${fields.map(({ field }) => field).join(", ")}: ${reason}`,
  ]);
}
