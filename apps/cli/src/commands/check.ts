import type { UseOutcome } from "@keyferry/core";
import { type Define, examples } from "../command.ts";
import { outcomeJson } from "../json.ts";
import { jsonText } from "../output/printable.ts";
import { waitingFor } from "../waiting.ts";
import { type ListOptions, printList } from "./list.ts";

/** `check [PROFILE]` */
export const define: Define = (command, invocation) => {
  command
    .argument("[profile]", "the profile; all of them otherwise")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry check nightly", "keyferry check --json"))
    .action(async (profile: string | undefined, options: ListOptions) => {
      const keyferry = await invocation.keyferry();
      const outcomes = await waitingFor(invocation, "reading the secrets", () =>
        keyferry.check(profile, invocation.callOptions),
      );
      const failures = outcomes.flatMap(({ failure }) => (failure ? [failure] : []));
      if (options.json) invocation.print(jsonText(outcomes.map(outcomeJson)));
      else printOutcomes(outcomes);
      if (failures.length > 0) invocation.fail(failures);
    });

  function printOutcomes(outcomes: readonly UseOutcome[]): void {
    printList<UseOutcome>(invocation, {}, outcomes, {
      none: "no secret is used, so there is nothing to check",
      columns: [
        { title: "PROFILE", cell: ({ profile }) => profile },
        { title: "SETTING", cell: ({ setting }) => setting },
        { title: "SECRET", cell: ({ secret }) => secret },
        { title: "CONNECTION", cell: ({ connection }) => connection },
        { title: "RESULT", cell: result },
      ],
    });
  }
};

function result({ failure, version }: UseOutcome): string {
  if (failure) return `failed: ${failure.message} (${failure.code})${failure.hint ? `; ${failure.hint}` : ""}`;
  return version === undefined ? "ok" : `ok, version ${version}`;
}
