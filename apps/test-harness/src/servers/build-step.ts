import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PAUSE_MS = 10_000;

export interface BuildStep {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it needs of the machine, for the error: `Go 1.25 or later`. */
  readonly needs: string;
  readonly log: string;
  /** How often it is tried where it fails, since it loads what may come late; once if absent. */
  readonly tries?: number;
}

/** Runs one command of an installation, its output into the log. Throws with the command, the log, and what is missing. */
export async function buildStep(step: BuildStep): Promise<void> {
  for (let left = step.tries ?? 1; ; left -= 1) {
    try {
      return await runOnce(step);
    } catch (error) {
      if (left <= 1) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

async function runOnce(step: BuildStep): Promise<void> {
  const line = [step.command, ...step.args].join(" ");
  const log = openSync(step.log, "a");
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(step.command, step.args, {
        ...(step.cwd === undefined ? {} : { cwd: step.cwd }),
        env: { ...process.env, ...step.env },
        stdio: ["ignore", log, log],
      });
      child.on("error", () => reject(new Error(`${step.command} cannot be started: this needs ${step.needs}`)));
      child.on("close", (code, signal) => {
        if (code === 0) resolve();
        else reject(new Error(`${line} ended with ${signal ?? code}, see ${step.log} (this needs ${step.needs})`));
      });
    });
  } finally {
    closeSync(log);
  }
}
