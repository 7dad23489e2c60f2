import type { ProviderHarness } from "./harness.ts";
import { type Deviations, planCases } from "./plan.ts";
import type { CaseResult } from "./run-case.ts";

/** What a provider's run came to: one column of the matrix. */
export interface MatrixColumn {
  readonly provider: string;
  readonly cases: readonly CaseResult[];
}

/** The column of a run in which everything goes as planned. */
export function plannedColumn(harness: ProviderHarness, deviations: Deviations = {}): MatrixColumn {
  const cases = planCases(harness, deviations).map((planned): CaseResult => {
    const { id } = planned.case;
    return planned.state === "applies"
      ? { case: id, state: "passed" }
      : { case: id, state: planned.state, why: planned.why };
  });
  return { provider: harness.name, cases };
}

const SIGNS = { passed: "yes", failed: "NO", deviates: "deviates", "not applicable": "–" } as const;

/** The matrix provider × case as a Markdown table, with the reasons for what does not simply pass below it. */
export function matrixTable(columns: readonly MatrixColumn[]): string {
  const ids = [...new Set(columns.flatMap(({ cases }) => cases.map((one) => one.case)))];
  const head = ["case", ...columns.map(({ provider }) => provider)];
  const rows = ids.map((id) => [
    `\`${id}\``,
    ...columns.map(({ cases }) => SIGNS[cases.find((one) => one.case === id)?.state ?? "not applicable"]),
  ]);
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  const notes = columns.flatMap(({ provider, cases }) =>
    (["deviates", "not applicable", "failed"] as const).flatMap((state) => reasons(provider, state, cases)),
  );
  return [...lines, "", ...notes, ""].join("\n");
}

/** One line for each reason, with the cases that have it. */
function reasons(provider: string, state: CaseResult["state"], cases: readonly CaseResult[]): readonly string[] {
  const byReason = Map.groupBy(
    cases.filter((one) => one.state === state),
    ({ why }) => why ?? "",
  );
  return [...byReason].map(
    ([why, ones]) => `- ${provider}, ${state}: ${ones.map((one) => `\`${one.case}\``).join(", ")}: ${why}`,
  );
}

/** One provider's run in a few lines, for the end of a test run. */
export function summary({ provider, cases }: MatrixColumn): string {
  const count = (state: CaseResult["state"]) => cases.filter((one) => one.state === state).length;
  const states = (["passed", "deviates", "not applicable", "failed"] as const).filter((state) => count(state) > 0);
  const line = `${provider}: ${states.map((state) => `${count(state)} ${state}`).join(", ")}`;
  return [line, ...reasons(provider, "deviates", cases), ...reasons(provider, "not applicable", cases), ""].join("\n");
}
