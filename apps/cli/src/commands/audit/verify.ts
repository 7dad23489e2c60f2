import type { AuditVerification } from "@keyferry/core";
import { headText, parseHead } from "../../args/audit-head.ts";
import { type Define, examples } from "../../command.ts";
import type { AuditVerificationJson } from "../../json.ts";
import { auditFaultText } from "../../output/audit-fault.ts";
import { writeFailures } from "../../output/failures.ts";
import { jsonText } from "../../output/printable.ts";
import type { ListOptions } from "../list.ts";

interface Options extends ListOptions {
  readonly expect?: string;
}

/** `audit verify [--expect HEAD]` */
export const define: Define = (command, invocation) => {
  command
    .option("--expect <head>", "a head that a report or an earlier verification gave: COUNT:HASH")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `${examples("keyferry audit verify", `keyferry audit verify --expect 812:${"9f".repeat(32)}`)}\nThe chain alone does not show that the newest records are gone, or that all was written anew: keep heads elsewhere,\nand give one with --expect. The exit code is 65 where a record was changed or removed.\n`,
    )
    .action(async ({ expect, json }: Options) => {
      const expected = expect === undefined ? undefined : parseHead(expect);
      const { audits } = await invocation.keyferry();
      const found: AuditVerificationJson = await audits.verify(expected);
      if (json) invocation.print(jsonText(found));
      else tell(found);
      if (!found.ok) invocation.fail([{ code: "integrity" }]);
    });

  function tell({ fault, head, mended, tornBytes }: AuditVerification): void {
    if (mended.length > 0) {
      const lines = mended.length === 1 ? "a line" : `${mended.length} lines`;
      invocation.say(`${lines} of killed writers stand between the records, each noted by the record behind it`);
    }
    if (tornBytes !== undefined) {
      invocation.say(
        `the last line is torn (${tornBytes} bytes): a run was killed while it wrote; the next one notes it`,
      );
    }
    if (fault) {
      const hint =
        "compare with a copy, and with the heads that reports carry; keep the file as it is for whoever looks into it";
      writeFailures(invocation.world.stderr, [{ code: "integrity", message: auditFaultText(fault), hint }]);
    } else if (head) invocation.print(`the audit is whole: ${head.count} records, head ${headText(head)}\n`);
  }
};
