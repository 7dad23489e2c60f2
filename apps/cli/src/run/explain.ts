import type { JobInput, JobWord } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import type { RunPlanJson } from "../json.ts";
import { commandLine } from "../output/command-line.ts";
import { jsonText, printable } from "../output/printable.ts";

/** What of a plan is printed. */
export interface ExplainOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** Prints the plan of a job in names: which way each setting goes; with `dryRun`, the program and what it does not inherit too. */
export async function explain(invocation: Invocation, job: JobInput, options: ExplainOptions): Promise<void> {
  const deliveries = await invocation.world.explainJob(job);
  const plan: RunPlanJson = {
    program: job.program,
    args: job.args.map(wordText),
    deliveries,
    withheldVariables: [...job.withheldVariables].sort(),
    cleanEnvironment: job.cleanEnvironment === true,
  };
  if (options.json) return invocation.print(jsonText(plan));
  const lines = deliveries.map(({ settings, delivery }) => `${settings.join(", ")} -> ${delivery}`);
  if (options.dryRun) {
    lines.unshift(`would start ${commandLine(plan)}`);
    if (plan.cleanEnvironment) lines.push("inherits only what programs need to start");
    for (const name of plan.withheldVariables) lines.push(`${name} is withheld`);
  }
  for (const line of lines) invocation.print(`${printable(line)}\n`);
}

/** A place is known when the job starts: until then it has the name of its payload. */
function wordText(word: JobWord): string {
  if (typeof word === "string") return word;
  return word.map((part) => (typeof part === "string" ? part : `{${part.placeOf}}`)).join("");
}
