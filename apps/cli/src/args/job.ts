import type { Job } from "@keyferry/core";
import { usageError } from "../usage-error.ts";
import { programOf } from "./program.ts";

/** A profile's job from `--recipe` and what stands behind `--`; undefined where there is neither. */
export function jobOf(recipe: string | undefined, tail: readonly string[] | undefined): Job | undefined {
  return recipe === undefined ? programOf(tail) : { recipe, args: tail ?? [] };
}

/** The same, for a command that cannot do without. */
export function requiredJob(recipe: string | undefined, tail: readonly string[] | undefined): Job {
  const job = jobOf(recipe, tail);
  if (!job) throw usageError("the program is missing", "write -- PROGRAM ARGS at the end, or --recipe RECIPE");
  return job;
}
