import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type AwsStore, startAwsStore } from "../aws/index.ts";
import { type Finished, type RunningKeyferry, startKeyferry } from "./keyferry-process.ts";
import type { Narrator } from "./narrator.ts";

/** Where the demonstration plays: a store, an empty home, and a person's terminal. */
export interface Stage extends AsyncDisposable {
  readonly store: AwsStore;
  /** The only folder in which anything may be written. */
  readonly folder: string;
  /** All that the commands have printed, byte for byte, with the command that printed it. */
  readonly printed: readonly { readonly source: string; readonly text: string }[];
  /** Runs one command and shows it, its output, and why. */
  run(args: readonly string[], why: string): Promise<Finished>;
  /** The same, with a look at the processes while the job runs: `look` is called when the job has printed `ready`. */
  runAndLook(args: readonly string[], why: string, look: (job: RunningKeyferry) => Promise<void>): Promise<Finished>;
  /** Whether the folder is gone. */
  left(): boolean;
}

/** Sets the stage. Disposing it leaves nothing behind. */
export async function setStage(narrator: Narrator): Promise<Stage> {
  const store = await startAwsStore();
  const folder = await mkdtemp(join(tmpdir(), "keyferry-demo-"));
  const home = join(folder, "home");
  const temporary = join(folder, "tmp");
  await Promise.all([mkdir(home), mkdir(temporary)]);
  const printed: { source: string; text: string }[] = [];
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? "",
    HOME: home,
    TMPDIR: temporary,
    KEYFERRY_SETTINGS: join(home, ".config", "keyferry", "settings.json"),
    AKID: store.credentials.accessKeyId,
    SAK: store.credentials.secretAccessKey,
    // Compiled code of our own sources, so that the many small processes start faster; it holds no data.
    ...(process.env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: resolve(process.env.NODE_COMPILE_CACHE) } : {}),
  };
  const show = (args: readonly string[], finished: Finished): Finished => {
    const source = `keyferry ${args.slice(0, 2).join(" ")}`;
    printed.push({ source: `${source} (standard output)`, text: finished.stdout });
    printed.push({ source: `${source} (standard error)`, text: finished.stderr });
    for (const text of [finished.stdout, finished.stderr]) if (text.trim() !== "") narrator.output(text);
    if (finished.code !== 0) narrator.output(`(exit code ${finished.code})`);
    return finished;
  };
  const begin = (args: readonly string[], why: string): RunningKeyferry => {
    narrator.command(["keyferry", ...args.map(shellWord)].join(" "), why);
    return startKeyferry(args, folder, env);
  };
  return {
    store,
    folder,
    printed,
    run: async (args, why) => show(args, await begin(args, why).finish()),
    runAndLook: async (args, why, look) => {
      const running = begin(args, why);
      if (await running.saw("ready")) await look(running);
      return show(args, await running.finish("go on\n"));
    },
    left: () => existsSync(folder),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An argument as a person would type it; our own paths are shortened. */
function shellWord(word: string): string {
  if (word === process.execPath) return "node";
  const short = word.endsWith("witness.mjs") ? "witness.mjs" : word;
  return /^[\w@%+=:,./#?-]+$/.test(short) ? short : `'${short.replaceAll("'", "'\\''")}'`;
}
