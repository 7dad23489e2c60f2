import { type Define, examples } from "../../command.ts";
import type { SettingJson } from "../../json.ts";
import { type ListOptions, printList } from "../list.ts";
import { settingValue } from "./setting-value.ts";

/** `profile settings NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry profile settings nightly", "keyferry profile settings nightly --json"))
    .action(async (name: string, options: ListOptions) => {
      const { profiles } = await invocation.keyferry();
      printList<SettingJson>(invocation, options, await profiles.settings(name), {
        none: "there are no settings",
        columns: [
          { title: "SETTING", cell: ({ setting }) => setting },
          {
            title: "TAKES",
            cell: ({ takes, takesLiteral }) => [...takes, ...(takesLiteral ? ["a literal"] : [])].join(" or "),
          },
          { title: "VALUE", cell: settingValue },
          { title: "DELIVERY", cell: ({ deliver }) => deliver },
          { title: "DESCRIPTION", cell: ({ description }) => description },
        ],
      });
    });
};
