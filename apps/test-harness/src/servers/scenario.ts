import { createHash } from "node:crypto";
import type { Finished } from "../demo/keyferry-process.ts";
import type { CommandLine } from "./command-line.ts";
import type { Ground } from "./ground.ts";

/** One claim about a provider and a real server. `run` throws, without a value in its message, when it does not hold. */
export interface Scenario {
  readonly name: string;
  /** Why there is nothing to claim of this manager; undefined where there is. */
  beside?(ground: Ground): string | undefined;
  run(ground: Ground): Promise<void>;
}

/** Throws unless it holds. */
export function claim(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

/** A command that must end so; its standard output. Messages of ours hold no value, so what was said is shown. */
export function expectCode({ code, stdout, stderr }: Finished, expected: number): string {
  claim(code === expected, `exit code ${code}, not ${expected}: ${stderr.trim()}`);
  return stdout;
}

/** The job that says digests, and its arguments. */
export function witness(line: CommandLine, variables: readonly string[]): string[] {
  return ["--", ...line.witness, ...variables];
}

/** Claims that the job got exactly these values, and that what it printed of them was masked. */
export function expectValues(stdout: string, values: Readonly<Record<string, string>>): void {
  const lines = stdout.split("\n");
  for (const [variable, value] of Object.entries(values)) {
    const digest = createHash("sha256").update(value).digest("hex");
    claim(lines.includes(`${variable} ${digest}`), `${variable} is not what the server holds`);
    claim(!stdout.includes(value), `${variable} was not masked`);
  }
}
