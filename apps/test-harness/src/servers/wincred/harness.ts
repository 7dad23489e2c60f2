import { copyFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandLine } from "../command-line.ts";
import type { RunningServer } from "../server.ts";
import { openWindows } from "./windows.ts";
import { type Wine, windowsPath } from "./wine.ts";

const WITNESS = fileURLToPath(new URL("../digest-witness.mjs", import.meta.url));

/** Starts an empty Windows with the command line and the provider in it. */
export function startWindows(installation: string): Promise<RunningServer> {
  return openWindows(installation, async ({ wine, home, programs, program, command }) => {
    await copyFile(WITNESS, join(programs, "digest-witness.mjs"));
    const keyferry = await program("apps/cli/src/main.ts");
    const writer = await program("apps/test-harness/src/servers/wincred/programs/credential-writer.ts");
    const change = async (action: string, name: string, content: object): Promise<void> => {
      const file = join(wine.folder, "change.json");
      await writeFile(file, JSON.stringify({ ...content, action, name }), { mode: 0o600 });
      const { code, stderr } = await wine.run([...writer, windowsPath(file)]);
      await rm(file);
      if (code !== 0) throw new Error(`Windows would not ${action} a credential: ${stderr.trim()}`);
    };
    return {
      connection: { fields: {}, method: "current-user", credentials: {} },
      kinds: ["fields"],
      openCommandLine: async () => commandLine(wine, home, keyferry, command("digest-witness.mjs")),
      seed: async (name, payload) => {
        if (payload.kind !== "fields") throw new Error("the harness writes user names and passwords alone");
        await change("write", name, JSON.parse(payload.json) as object);
        return undefined;
      },
      remove: (name) => change("remove", name, {}),
      stop: () => wine.dispose(),
    };
  });
}

/** What is written is looked for in the whole profile; the store itself, where the values belong, lies outside of it. */
function commandLine(wine: Wine, folder: string, keyferry: readonly string[], witness: readonly string[]): CommandLine {
  const printed: string[] = [];
  return {
    folder,
    witness,
    printed,
    keyferry: async (args, env = {}) => {
      const finished = await wine.run([...keyferry, ...args], env);
      printed.push(finished.stdout, finished.stderr);
      return finished;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
