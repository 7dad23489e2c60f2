import type { Keyferry, OpenCredentialStore } from "@keyferry/core";
import { coreLimit } from "./doctor/core-limit.ts";
import { CANCELLED, watchInterrupts } from "./interrupts.ts";
import { processStream } from "./output/stream.ts";
import { inquirerPrompter } from "./prompt/inquirer.ts";
import { readInput } from "./read-input.ts";
import type { World } from "./world.ts";

/** The providers of this project, installed or not. Others are listed once the settings name them. */
const PROVIDERS = ["aws", "azure", "gcp", "vault", "wincred"];

/** The world of a real process. Core and jobs are loaded when a command needs them. */
export function processWorld(process: NodeJS.Process): World {
  const interrupts = watchInterrupts(process, (code, told) => {
    if (!told) process.stderr.write(CANCELLED);
    process.exit(code);
  });
  const atTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const stderr = processStream(process.stderr, process.env);
  const prompter = atTerminal ? inquirerPrompter(stderr, interrupts.signal) : undefined;
  // Loaded at the first login that is stored.
  const credentialStore: OpenCredentialStore = async (place) => {
    const { createCredentialStore } = await import("@keyferry/credential-store");
    if (!prompter) return createCredentialStore(place);
    const { askPassphrase } = await import("./prompt/keeper.ts");
    return createCredentialStore(place, { askPassphrase: (fresh) => askPassphrase(prompter, fresh) });
  };
  return {
    stdout: processStream(process.stdout, process.env),
    stderr,
    interrupts,
    self: [process.execPath, ...process.argv.slice(1, 2)],
    async openKeyferry(options): Promise<Keyferry> {
      const { createKeyferry } = await import("@keyferry/core");
      // Providers are looked for beside the settings and beside this file, never in the working folder.
      const found = { pluginRoots: [import.meta.url], offeredProviders: PROVIDERS };
      return createKeyferry({
        ...options,
        ...found,
        credentialStore,
        takeDescriptors: true,
        whileReading: () => void import("./start-job.ts").catch(() => {}),
        recipes: async () => (await import("@keyferry/jobs")).RECIPES,
        probeProgram: async (asked) => (await import("@keyferry/jobs")).probeProgram(asked, process.env),
      });
    },
    startJob: async (job, start) => (await import("./start-job.ts")).startJob(job, start),
    explainJob: async (job) => (await import("./start-job.ts")).explainJob(job),
    ...(process.stdin.isTTY ? {} : { readInput: () => readInput(process.stdin) }),
    ...(prompter ? { prompter } : {}),
    surroundings: { env: process.env, execArgv: process.execArgv, coreLimit },
  };
}
