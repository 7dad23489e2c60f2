import { runCli } from "./cli.ts";
import { refusals } from "./guard.ts";
import { processWorld } from "./process-world.ts";

const UNFIT = 78;

/** Runs a command line in this process and gives its exit code; 78 where this process is open to others. */
export async function begin(argv: readonly string[], process: NodeJS.Process): Promise<number> {
  const [refused] = refusals(process.env, process.execArgv);
  // The doctor is there to name all that is wrong: it asks no manager then, and reads nothing that could be shown.
  if (refused === undefined || argv[0] === "doctor") return runCli(argv, processWorld(process));
  process.stderr.write(`error: ${refused.message} (settings)\n  next: ${refused.hint}\n`);
  return UNFIT;
}
