import { runCli } from "./cli.ts";
import { refusals } from "./guard.ts";
import { processWorld } from "./process-world.ts";
import type { World } from "./world.ts";

const UNFIT = 78;
const CUT_OFF = 70;

/** Runs a command line in this process and gives its exit code; 78 where this process is open to others. */
export async function begin(argv: readonly string[], process: NodeJS.Process): Promise<number> {
  const [refused] = refusals(process.env, process.execArgv);
  // The doctor is there to name all that is wrong: it asks no manager then, and reads nothing that could be shown.
  if (refused === undefined || argv[0] === "doctor") {
    const world = processWorld(process);
    return withOutput(await runCli(argv, world), world, process);
  }
  process.stderr.write(`error: ${refused.message} (settings)\n  next: ${refused.hint}\n`);
  return UNFIT;
}

/** A listing or an export that is cut off must not pass for a whole one. */
async function withOutput(code: number, { stdout, stderr }: World, process: NodeJS.Process): Promise<number> {
  await new Promise<void>((written) => process.stdout.write("", () => written()));
  const { fault } = stdout;
  if (code !== 0 || fault === undefined) return code;
  const why = fault === "ENOSPC" || fault === "EDQUOT" ? "there is no space left" : fault;
  stderr.write(`error: standard output could not be written: ${why}\n`);
  stderr.write("  next: make room, or write it elsewhere: what is there now is cut off\n");
  return CUT_OFF;
}
