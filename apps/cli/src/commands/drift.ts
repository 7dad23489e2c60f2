import type { DriftState, DriftUse, DriftView } from "@keyferry/core";
import { InvalidArgumentError } from "commander";
import { type Define, examples } from "../command.ts";
import type { DriftJson } from "../json.ts";
import { writeFailures } from "../output/failures.ts";
import { jsonText } from "../output/printable.ts";
import { startProgress } from "../output/progress.ts";
import { type Column, table } from "../output/table.ts";
import type { ListOptions } from "./list.ts";

interface Options extends ListOptions {
  readonly days: number;
  readonly all?: true;
}

const STATES: Readonly<Record<DriftState, string>> = {
  current: "on the newest version",
  behind: "not yet on the newest version",
  "never-run": "never run",
  pinned: "pinned to a version",
  unknown: "the manager does not say",
};
const QUIET: readonly DriftState[] = ["current", "pinned"];

/** `drift` */
export const define: Define = (command, invocation) => {
  command
    .option("--days <number>", "tell what ends within so many days", days, 30)
    .option("--all", "list the profiles that are on the newest version, too")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `${examples("keyferry drift", "keyferry drift --days 7 --json")}\nManagers are asked what versions they have. No value is read.\n`,
    )
    .action(async ({ days, all, json }: Options) => {
      const { overview } = await invocation.keyferry();
      const progress = startProgress(invocation.world.stderr, () => "asking the managers for versions");
      const found: DriftJson = await overview.drift({ ...invocation.callOptions, days }).finally(() => progress.end());
      if (json) invocation.print(jsonText(found));
      else tell(found, all ? found.uses : found.uses.filter(({ state }) => !QUIET.includes(state)));
      writeFailures(invocation.world.stderr, found.problems);
    });

  function tell({ expiring, logins }: DriftView, uses: readonly DriftUse[]): void {
    const parts = [
      part(uses, [
        { title: "PROFILE", cell: ({ profile }) => profile },
        { title: "SETTING", cell: ({ setting }) => setting },
        { title: "SECRET", cell: ({ secret }) => secret },
        { title: "STATE", cell: ({ state }) => STATES[state] },
        { title: "LAST RUN", cell: ({ lastRun }) => lastRun?.time },
        { title: "USED", cell: ({ version }) => version },
        { title: "NEWEST", cell: ({ newest, changedAt }) => newest ?? changedAt },
      ]),
      part(expiring, [
        { title: "SECRET", cell: ({ secret }) => secret },
        { title: "CONNECTION", cell: ({ connection }) => connection },
        { title: "EXPIRES", cell: ({ expiresAt }) => expiresAt },
        { title: "PROFILES", cell: ({ profiles }) => profiles.join(", ") },
      ]),
      part(logins, [
        { title: "LOGIN OF", cell: ({ connection }) => connection },
        { title: "IDENTITY", cell: ({ identity }) => identity },
        { title: "ENDS", cell: ({ expiresAt }) => expiresAt },
      ]),
    ].filter((text) => text !== "");
    if (parts.length === 0) invocation.say("every profile has run on the newest versions, and nothing ends soon");
    else invocation.print(parts.join("\n"));
  }

  function part<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
    return rows.length === 0 ? "" : table(invocation.world.stdout, columns, rows);
  }
};

function days(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0 && number <= 36_500) return number;
  throw new InvalidArgumentError("write a number of days");
}
