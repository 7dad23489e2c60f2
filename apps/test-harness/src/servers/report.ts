import { matrixTable } from "@keyferry/provider-testkit";
import { hasFailed, type Outcome } from "./outcome.ts";
import type { Platform } from "./table.ts";

const HEADINGS = [
  "server",
  "provider",
  "version",
  "installed",
  "started",
  "scenarios",
  "run",
  "conformance",
  "verdict",
];

/** The table at the end, what could not be had, and the line that counts. */
export function formatReport(outcomes: readonly Outcome[], platform: Platform): string {
  const rows = [HEADINGS, ...outcomes.filter(({ row }) => row.kind === "server").map((o) => cells(o, platform))];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  for (const { row } of outcomes) {
    if (row.kind !== "missing") continue;
    lines.push("", `Not run: ${row.id}, for ${row.product}. Tried:`, ...row.tried.map((line) => `  - ${line}`));
  }
  const columns = outcomes.flatMap(({ conformance }) => conformance ?? []);
  if (columns.length > 0)
    lines.push("", "The conformance suite, server by server:", "", matrixTable(columns).trimEnd());
  const results = outcomes.map((outcome) => count(outcome, platform));
  const sum = (of: keyof Count): number => results.reduce((total, result) => total + result[of], 0);
  lines.push("", `${sum("passed")} passed, ${sum("failed")} failed, ${sum("differing")} skipped`);
  return `${lines.join("\n")}\n`;
}

function cells(outcome: Outcome, platform: Platform): string[] {
  const { row, version, installedMs, startedMs, scenarios, run, conformance } = outcome;
  const ms = (time: number | undefined): string => (time === undefined ? "no" : `${Math.round(time)} ms`);
  const held = scenarios.filter(({ failure, deviation }) => failure === undefined && deviation === undefined).length;
  const applying = conformance?.cases.filter(({ state }) => state !== "not applicable") ?? [];
  return [
    row.id,
    row.provider,
    version ?? "-",
    ms(installedMs),
    ms(startedMs),
    startedMs === undefined ? "-" : `${held}/${scenarios.length}`,
    run === undefined ? "-" : run.failure === undefined ? "ok" : "FAILED",
    conformance === undefined ? "-" : `${applying.filter(passed).length}/${applying.length}`,
    hasFailed(outcome, platform) ? "FAILED" : startedMs === undefined ? `not required on ${platform}` : "ok",
  ];
}

function passed({ state }: { readonly state: string }): boolean {
  return state === "passed";
}

interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Scenarios and cases with a stated deviation: they ran, and count for neither. */
  readonly differing: number;
}

/** A server that must start and does not is one failure, besides those of its scenarios and cases. */
function count(outcome: Outcome, platform: Platform): Count {
  const { scenarios, run, conformance } = outcome;
  const states = [
    ...[...scenarios, ...(run ? [run] : [])].map(({ failure, deviation }) =>
      failure !== undefined ? "failed" : deviation !== undefined ? "deviates" : "passed",
    ),
    ...(conformance?.cases ?? []).map(({ state }) => state),
  ];
  const of = (state: string): number => states.filter((one) => one === state).length;
  const dead = of("failed") === 0 && hasFailed(outcome, platform) ? 1 : 0;
  return { passed: of("passed"), failed: of("failed") + dead, differing: of("deviates") };
}
