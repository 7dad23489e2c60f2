import type { AuditRunView } from "@keyferry/core";

/** How a run ended, in a few words. */
export function outcomeText({
  outcome,
  exitCode,
  signal,
}: Pick<AuditRunView, "outcome" | "exitCode" | "signal">): string {
  const code = exitCode === undefined ? "" : `, exit code ${exitCode}`;
  if (outcome === "signalled") return `ended by ${signal ?? "a signal"}${code}`;
  if (outcome === "unknown") return "running, or killed";
  return `${outcome.replace("-", " ")}${code}`;
}
