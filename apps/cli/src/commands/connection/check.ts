import { type Define, examples } from "../../command.ts";
import type { ConnectionCheckJson } from "../../json.ts";
import { jsonText } from "../../output/printable.ts";
import { record } from "../../output/table.ts";
import { waitingFor } from "../../waiting.ts";
import type { ListOptions } from "../list.ts";

/** `connection check NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry connection check prod"))
    .action(async (name: string, options: ListOptions) => {
      const { connections } = await invocation.keyferry();
      const result: ConnectionCheckJson = {
        connection: name,
        ...(await waitingFor(invocation, `proving the login of ${name}`, () =>
          connections.check(name, invocation.callOptions),
        )),
      };
      if (options.json) return invocation.print(jsonText(result));
      invocation.print(
        record(invocation.world.stdout, [
          ["connection", name],
          ["login", "accepted"],
          ["identity", result.identity],
          ["may list", result.canList],
          ["expires", result.expiresAt],
          ["renewable", result.renewable === undefined ? undefined : result.renewable ? "yes" : "no"],
        ]),
      );
    });
};
