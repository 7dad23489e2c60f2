import { type Define, examples } from "../command.ts";
import { examineEnvironment } from "../doctor/environment.ts";
import { refusals } from "../guard.ts";
import type { FindingJson } from "../json.ts";
import { waitingFor } from "../waiting.ts";
import { type ListOptions, printList } from "./list.ts";

/** `doctor` */
export const define: Define = (command, invocation) => {
  command
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `${examples("keyferry doctor", "keyferry doctor --json")}\nReads no value, and asks managers about nothing but logins that can end. The exit code is 78 where there is an\nerror, and 0 with warnings alone.\n`,
    )
    .action(async (options: ListOptions) => {
      invocation.warnsOfClock = false;
      const { doctor } = await invocation.keyferry();
      const { surroundings, interrupts } = invocation.world;
      // Where no other command starts, what is sent would be shown.
      const offline = refusals(surroundings.env, surroundings.execArgv).length > 0;
      const setup = await waitingFor(invocation, "looking at the setup, and at logins that end", () =>
        doctor.examine({ ...invocation.callOptions, offline }),
      );
      interrupts.signal.throwIfAborted();
      const findings = [...setup, ...(await examineEnvironment(surroundings))];
      printList<FindingJson>(invocation, options, findings, {
        none: "there was nothing to look at",
        columns: [
          { title: "AREA", cell: ({ area }) => area },
          { title: "RESULT", cell: ({ level }) => level },
          { title: "WHAT", cell: ({ message }) => message },
          { title: "REMEDY", cell: ({ remedy }) => remedy },
        ],
      });
      if (findings.some(({ level }) => level === "error")) invocation.fail([{ code: "settings" }]);
    });
};
