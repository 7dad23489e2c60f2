import type { Delivery } from "@keyferry/core/delivery";
import { oneLineFault } from "./faults.ts";
import { answerOnce } from "./once.ts";
import { pathVariable, variableClaim } from "./variable.ts";
import type { Way } from "./way.ts";

/**
 * `command:VARIABLE`: for programs that run a command for their password (`RESTIC_PASSWORD_COMMAND`, `BORG_PASSCOMMAND`). The variable holds
 * the path of a script that prints the value once, with a line break behind it, to the job alone.
 */
export const passwordCommandWay: Way<Extract<Delivery, { kind: "command" }>> = {
  exposure:
    "The script's path, in the program's environment. It answers once; on Linux only to the program and its children, elsewhere to any process of the user that is first.",
  hasPlace: true,
  subject: ({ variable }) => `the value for the command${variable === undefined ? "" : ` ${variable}`}`,
  claims: ({ variable }, platform) => (variable === undefined ? [] : [variableClaim(variable, platform)]),
  fault: oneLineFault,
  prepare: (payloads, ground) =>
    Promise.all(
      payloads.map(async ({ delivery, opened }) => {
        const answer = answerOnce(opened.bytes);
        const place = await (await ground.broker()).helper({ answer, asker: ground.job });
        return { ...pathVariable(delivery.variable, place), place };
      }),
    ),
};
