import type { Keyferry } from "@keyferry/core";
import { coreLimit } from "./doctor/core-limit.ts";
import { watchInterrupts } from "./interrupts.ts";
import { processStream } from "./output/stream.ts";
import { inquirerPrompter } from "./prompt/inquirer.ts";
import type { World } from "./world.ts";

/** The providers of this project, installed or not. Others are listed once the settings name them. */
const PROVIDERS = ["aws", "azure", "gcp", "vault", "wincred"];

/** The world of a real process. Core and jobs are loaded when a command needs them. */
export function processWorld(process: NodeJS.Process): World {
  const interrupts = watchInterrupts(process, (code) => process.exit(code));
  const atTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const stderr = processStream(process.stderr, process.env);
  return {
    stdout: processStream(process.stdout, process.env),
    stderr,
    interrupts,
    async openKeyferry(options): Promise<Keyferry> {
      const { createKeyferry } = await import("@keyferry/core");
      // Providers are looked for beside the settings and beside this file, never in the working folder.
      const found = { pluginRoots: [import.meta.url], offeredProviders: PROVIDERS };
      return createKeyferry({ ...options, ...found });
    },
    startJob: async (job, start) => (await import("./start-job.ts")).startJob(job, start),
    explainJob: async (job) => (await import("./start-job.ts")).explainJob(job),
    surroundings: { env: process.env, execArgv: process.execArgv, coreLimit },
    ...(atTerminal ? { prompter: inquirerPrompter(stderr, interrupts.signal) } : {}),
  };
}
