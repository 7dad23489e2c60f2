import { settingsProblem } from "./problem.ts";

/** 10,000 secrets with long descriptions take a tenth of it. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Refuses (`settings`) a file of more bytes than settings have. */
export function checkSize(path: string, bytes: number): void {
  if (bytes > MOST_BYTES) throw settingsProblem(path, "it is larger than 64 MiB", "put a backup of it back");
}
