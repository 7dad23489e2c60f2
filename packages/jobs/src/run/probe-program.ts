import { spawn } from "node:child_process";
import type { JobInput } from "@keyferry/core/delivery";
import { inheritedEnvironment } from "../plan/inherited.ts";
import { currentPlatform, type Environment } from "../platform/platform.ts";

/** A program that has not said its version by then does not say it. */
const LIMIT_MS = 10_000;
const MOST_BYTES = 65_536;

/** What a program prints when it is asked for its version. */
export interface ProbedProgram extends Pick<JobInput, "program" | "withheldVariables"> {
  readonly args: readonly string[];
}

/**
 * Starts a program that is to say its version, in the environment that a job would get, and gives what it printed; undefined where
 * it cannot be started. It gets no input and no value.
 */
export async function probeProgram(asked: ProbedProgram, environment: Environment): Promise<string | undefined> {
  const platform = currentPlatform(environment);
  const env = inheritedEnvironment({ ...asked, payloads: [] }, environment, platform);
  try {
    const { file, args, verbatim = false } = platform.command(asked.program, asked.args, env);
    const child = spawn(file, args, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
      windowsVerbatimArguments: verbatim,
    });
    return await new Promise((resolve) => {
      let printed = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          if (printed.length < MOST_BYTES) printed += text;
        });
      }
      child.once("error", () => resolve(undefined));
      child.once("close", () => resolve(printed));
    });
  } catch {
    return undefined;
  }
}
