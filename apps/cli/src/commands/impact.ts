import type { ImpactUse, ImpactView } from "@keyferry/core";
import { Option } from "commander";
import { type Define, examples } from "../command.ts";
import type { ImpactJson } from "../json.ts";
import { outcomeText } from "../output/outcome-text.ts";
import { jsonText } from "../output/printable.ts";
import { type ListOptions, printList } from "./list.ts";

interface Options extends ListOptions {
  readonly kind?: ImpactView["kind"];
}

/** `impact SECRET|CONNECTION` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the secret or the connection that is to change")
    .addOption(new Option("--kind <kind>", "which one, where both have the name").choices(["secret", "connection"]))
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry impact nas-password", "keyferry impact prod --json"))
    .action(async (name: string, { kind, json }: Options) => {
      const { overview } = await invocation.keyferry();
      const impact: ImpactJson = await overview.impact(name, kind === undefined ? {} : { kind });
      if (json) return invocation.print(jsonText(impact));
      if (impact.connections.length > 0) {
        invocation.say(`the login of ${impact.connections.join(", ")} comes from it, and with it all that they read`);
      }
      printList<ImpactUse>(invocation, {}, impact.uses, {
        none: `no profile uses the ${impact.kind} ${impact.name}`,
        columns: [
          { title: "PROFILE", cell: ({ profile }) => profile },
          { title: "SETTING", cell: ({ setting }) => setting },
          { title: "SECRET", cell: ({ secret }) => secret },
          { title: "LAST RUN", cell: ({ lastRun }) => lastRun?.time ?? "never" },
          { title: "OUTCOME", cell: ({ lastRun }) => lastRun && outcomeText(lastRun) },
          { title: "VERSION", cell: ({ version }) => version },
        ],
      });
    });
};
