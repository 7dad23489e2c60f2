import { spawn } from "node:child_process";
import { mkdir, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finished } from "../../demo/keyferry-process.ts";
import { removeFolder } from "../remove-folder.ts";

/** A path of this machine as Windows programs under Wine see it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll("/", "\\")}`;
}

/** A Windows of its own, empty, in a temporary folder. */
export class Wine {
  /** Holds the Windows folder and everything else of this run. */
  readonly folder: string;
  readonly #env: Readonly<Record<string, string>>;
  #runs = 0;

  private constructor(folder: string) {
    this.folder = folder;
    this.#env = {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      WINEPREFIX: join(folder, "prefix"),
      WINEDEBUG: "-all",
      LC_ALL: "C.UTF-8",
    };
  }

  /** Sets it up as a Windows 10, which takes seconds. Throws when Wine does not. */
  static async create(): Promise<Wine> {
    const wine = new Wine(await mkdtemp(join(tmpdir(), "keyferry-wine-")));
    await mkdir(join(wine.folder, "run"));
    for (const args of [
      ["wineboot", "-i"],
      ["winecfg", "-v", "win10"],
    ]) {
      const { code } = await wine.run(args);
      if (code === 0) continue;
      await wine.dispose();
      throw new Error(`wine ${args.join(" ")} ended with ${code}`);
    }
    return wine;
  }

  /** The profile of the one Windows user. */
  async userFolder(): Promise<string> {
    const users = join(this.folder, "prefix", "drive_c", "users");
    const name = (await readdir(users)).find((entry) => entry !== "Public");
    if (name === undefined) throw new Error("Wine made no user");
    return join(users, name);
  }

  /** Runs one Windows program. Its output goes through files: what reads a pipe of Wine's sees nothing. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    this.#runs += 1;
    const paths = [
      join(this.folder, "run", `${this.#runs}.out`),
      join(this.folder, "run", `${this.#runs}.err`),
    ] as const;
    const [out, err] = await Promise.all([open(paths[0], "w"), open(paths[1], "w")]);
    try {
      const code = await this.#start("wine", args, env, ["ignore", out.fd, err.fd]);
      return { code, stdout: await readFile(paths[0], "utf8"), stderr: await readFile(paths[1], "utf8") };
    } finally {
      await Promise.all([out.close(), err.close()]);
      for (const path of paths) await rm(path, { force: true });
    }
  }

  /** Ends this Windows and its processes, and no other, and removes it. */
  async dispose(): Promise<void> {
    await this.#start("wineserver", ["-k"], {}, ["ignore", "ignore", "ignore"]).catch(() => undefined);
    await this.#start("wineserver", ["-w"], {}, ["ignore", "ignore", "ignore"]).catch(() => undefined);
    await removeFolder(this.folder);
  }

  #start(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    stdio: readonly ("ignore" | number)[],
  ): Promise<number> {
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { env: { ...this.#env, ...env }, stdio: [...stdio] });
      child.on("error", () =>
        reject(new Error(`${command} cannot be started: this needs Wine (Debian: wine, wine64)`)),
      );
      child.on("close", (code) => resolve(code ?? 128));
    });
  }
}
