import type { AuditRunView } from "@keyferry/core";
import { headText } from "../../args/audit-head.ts";
import { type Define, examples } from "../../command.ts";
import type { AuditRunJson } from "../../json.ts";
import { outcomeText } from "../../output/outcome-text.ts";
import { jsonText } from "../../output/printable.ts";
import { record, table } from "../../output/table.ts";
import type { ListOptions } from "../list.ts";

/** `audit show RUN` */
export const define: Define = (command, invocation) => {
  command
    .argument("<run>", "the run's id, or the beginning of it")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry audit show 3f9c01aa77d2"))
    .action(async (id: string, options: ListOptions) => {
      const { audits } = await invocation.keyferry();
      const run: AuditRunJson = await audits.show(id);
      if (options.json) invocation.print(jsonText(run));
      else invocation.print(text(run));
    });

  function text(run: AuditRunView): string {
    const { stdout } = invocation.world;
    const { resolve, job } = run.durationsMs;
    const failed = run.failures?.map(({ code, secret, setting }) => `${code} ${secret ?? setting ?? ""}`.trim());
    const facts = record(stdout, [
      ["run", run.run],
      ["time", run.time],
      ["ended", run.endedAt],
      ["user", `${run.who.user}@${run.who.host}`],
      ["reason", run.reason],
      ["profile", run.profile?.name],
      ["program", run.program],
      ["repeats", run.retryOf],
      ["outcome", outcomeText(run)],
      ["failures", failed?.join(", ")],
      ["durations", `${resolve} ms to read${job === undefined ? "" : `, ${job} ms of the job`}`],
      ["audit", headText(run.audit)],
    ]);
    if (run.uses.length === 0) return facts;
    const uses = table(
      stdout,
      [
        { title: "SETTING", cell: ({ setting }) => setting },
        { title: "SECRET", cell: ({ secret }) => secret },
        { title: "CONNECTION", cell: ({ connection }) => connection },
        { title: "VERSION", cell: ({ version }) => version },
        { title: "DELIVERY", cell: ({ delivery }) => delivery },
        { title: "PROFILE", cell: ({ profile }) => profile },
      ],
      run.uses,
    );
    return `${facts}\n${uses}`;
  }
};
