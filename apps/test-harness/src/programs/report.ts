import type { Outcome } from "./outcome.ts";
import { SINKS } from "./watch/sighting.ts";

/** One trial as a line of the run. */
export function outcomeLine({ name, program, milliseconds, missing, failure, seen }: Outcome): string {
  if (missing) return `not run ${name}: needs ${missing.join(", ")}`;
  if (failure !== undefined) return `FAILED  ${name} (${program}): ${failure}`;
  const places = SINKS.flatMap((sink) => (seen && seen[sink].length > 0 ? [`${sink}: ${seen[sink].join("; ")}`] : []));
  return `ok      ${name} (${program}, ${Math.round(milliseconds)} ms): ${places.join(", ") || "nothing was seen"}`;
}

/** The line that counts. */
export function countLine(outcomes: readonly Outcome[], controls: readonly { readonly holds: boolean }[]): string {
  const skipped = outcomes.filter(({ missing }) => missing).length;
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  const broken = controls.filter(({ holds }) => !holds).length;
  const passed = outcomes.length - skipped - failed + controls.length - broken;
  return `${passed} passed, ${failed + broken} failed, ${skipped} skipped`;
}
