import type { SettingView } from "@keyferry/core";
import { durationText } from "../../args/duration.ts";
import { type Define, examples } from "../../command.ts";
import type { ProfileJson } from "../../json.ts";
import { commandLine } from "../../output/command-line.ts";
import { jsonText } from "../../output/printable.ts";
import { record, table } from "../../output/table.ts";
import type { ListOptions } from "../list.ts";
import { settingValue } from "./setting-value.ts";

/** `profile show NAME` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry profile show nightly"))
    .action(async (name: string, options: ListOptions) => {
      const { profiles } = await invocation.keyferry();
      const profile: ProfileJson = await profiles.get(name);
      if (options.json) return invocation.print(jsonText(profile));
      const { stdout } = invocation.world;
      invocation.print(
        record(stdout, [
          ["name", profile.name],
          ["job", profile.job ? commandLine(profile.job) : "none"],
          ["time limit", profile.timeLimit === undefined ? undefined : durationText(profile.timeLimit)],
          ["runs", profile.oneAtATime ? "one at a time" : undefined],
        ]),
      );
      if (profile.settings.length === 0) return;
      const settings = table<SettingView>(
        stdout,
        [
          { title: "SETTING", cell: ({ setting }) => setting },
          { title: "VALUE", cell: settingValue },
          { title: "DELIVERY", cell: ({ deliver }) => deliver },
        ],
        profile.settings,
      );
      invocation.print(`\n${settings}`);
    });
};
