import { hasFailed, type Outcome } from "./outcome.ts";
import type { Platform } from "./table.ts";

const HEADINGS = ["server", "provider", "version", "installed", "started", "suite", "run", "verdict"];

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
  const results = outcomes.map((outcome) => count(outcome, platform));
  const sum = (of: keyof Count): number => results.reduce((total, result) => total + result[of], 0);
  lines.push("", `${sum("passed")} passed, ${sum("failed")} failed, ${sum("differing")} skipped`);
  return `${lines.join("\n")}\n`;
}

function cells(outcome: Outcome, platform: Platform): string[] {
  const { row, version, installedMs, startedMs, suite, run } = outcome;
  const ms = (time: number | undefined): string => (time === undefined ? "no" : `${Math.round(time)} ms`);
  const held = suite.filter(({ failure, deviation }) => failure === undefined && deviation === undefined).length;
  return [
    row.id,
    row.provider,
    version ?? "-",
    ms(installedMs),
    ms(startedMs),
    startedMs === undefined ? "-" : `${held}/${suite.length}`,
    run === undefined ? "-" : run.failure === undefined ? "ok" : "FAILED",
    hasFailed(outcome, platform) ? "FAILED" : startedMs === undefined ? `not required on ${platform}` : "ok",
  ];
}

interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Scenarios with a stated deviation: they ran, and count for neither. */
  readonly differing: number;
}

/** A server that must start and does not is one failure, besides those of its scenarios. */
function count(outcome: Outcome, platform: Platform): Count {
  const results = [...outcome.suite, ...(outcome.run ? [outcome.run] : [])];
  const broken = results.filter(({ failure }) => failure !== undefined).length;
  const dead = broken === 0 && hasFailed(outcome, platform) ? 1 : 0;
  const differing = results.filter(({ deviation }) => deviation !== undefined).length;
  return { passed: results.length - broken - differing, failed: broken + dead, differing };
}
