import type { Job } from "@keyferry/core";

const PLAIN = /^[\w@%+=:,./-]+$/;

/** A job as a person would type it: a program and its arguments, or a recipe and the person's own. */
export function commandLine(job: Job): string {
  if ("program" in job) return [job.program, ...job.args].map(quoted).join(" ");
  const args = job.args.length === 0 ? [] : ["--", ...job.args];
  return ["--recipe", job.recipe, ...args].map(quoted).join(" ");
}

/** Who receives the values of a job. */
export function receiverOf(job: Job): string {
  return "recipe" in job ? `the recipe ${job.recipe}` : `the program ${job.program}`;
}

function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
