import { type Define, examples } from "../../command.ts";
import type { LoginJson } from "../../json.ts";
import { age, expiry } from "../../output/age.ts";
import { commandLine } from "../../output/command-line.ts";
import { jsonText } from "../../output/printable.ts";
import { record } from "../../output/table.ts";
import type { ListOptions } from "../list.ts";

/** `connection status NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the connection")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `${examples("keyferry connection status prod")}\nAsks neither the keeper nor the manager, and shows no part of a credential.\n`,
    )
    .action(async (name: string, options: ListOptions) => {
      const { logins } = await invocation.keyferry();
      const login: LoginJson = await logins.status(name);
      if (options.json) return invocation.print(jsonText(login));
      const { sealed, sources, origin, withheld } = login;
      const points = Object.entries(origin).map(([field, value]) => `${field}=${value}`);
      const now = new Date();
      invocation.print(
        record(invocation.world.stdout, [
          ["connection", login.connection],
          ["provider", login.provider],
          ["login", login.method],
          ["goes to", points.join(", ") || (withheld ? "not shown" : "where the provider says")],
          ...Object.entries(sources).map(([field, source]) => [field, source] as const),
          ["keeper", sealed?.keeper],
          ["sealed", sealed && `${sealed.fields.join(", ")}, ${age(sealed.sealedAt, now)}`],
          ["expires", sealed?.expiresAt && expiry(sealed.expiresAt, now)],
          ["state", stateOf(login)],
        ]),
      );
    });
};

function stateOf({ connection, sources, sealed }: LoginJson): string | undefined {
  const stored = Object.entries(sources).flatMap(([field, source]) => (source === "stored" ? [field] : []));
  const again = commandLine({ program: "keyferry", args: ["connection", "login", connection] });
  if (stored.length === 0) return undefined;
  if (sealed?.fits === false) return `sealed for another place than the one it points to now: ${again}`;
  const missing = stored.filter((field) => !sealed?.fields.includes(field));
  return missing.length > 0 ? `nothing is sealed for ${missing.join(", ")}: ${again}` : "sealed";
}
