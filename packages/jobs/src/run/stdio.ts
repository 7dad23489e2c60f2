import type { StdioOptions } from "node:child_process";

/** The standard streams of a job with what is delivered by descriptors; those in between are empty. */
export function stdioOf(
  standard: readonly (number | "pipe" | "ignore")[],
  descriptors: ReadonlyMap<number, number | "pipe">,
): StdioOptions {
  const stdio = [...standard];
  for (let at = stdio.length; at <= Math.max(...descriptors.keys()); at++) stdio.push("ignore");
  for (const [number, source] of descriptors) stdio[number] = source;
  return stdio;
}
