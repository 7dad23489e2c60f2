import { type Define, examples } from "../../command.ts";
import type { ProfileJson } from "../../json.ts";
import { commandLine } from "../../output/command-line.ts";
import { type ListOptions, printList } from "../list.ts";

/** `profile list` */
export const define: Define = (command, invocation) => {
  command
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry profile list", "keyferry profile list --json"))
    .action(async (options: ListOptions) => {
      const { profiles } = await invocation.keyferry();
      printList<ProfileJson>(invocation, options, await profiles.list(), {
        none: "no profiles yet; keyferry profile create NAME makes one",
        columns: [
          { title: "NAME", cell: ({ name }) => name },
          { title: "SETTINGS", cell: ({ settings }) => settings.length },
          { title: "SECRETS", cell: ({ settings }) => settings.filter(({ secret }) => secret !== undefined).length },
          { title: "JOB", cell: ({ job }) => (job ? commandLine(job) : undefined) },
        ],
      });
    });
};
