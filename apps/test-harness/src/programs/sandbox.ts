import { spawn } from "node:child_process";
import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createKeyferry, type Keyferry } from "@keyferry/core";
import { RECIPES } from "@keyferry/jobs";
import { type AwsStore, startAwsStore } from "../aws/index.ts";
import { removeFolder } from "../servers/remove-folder.ts";

const MAIN = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));
const PROVIDER = fileURLToPath(new URL("../../../../packages/provider-aws", import.meta.url));
/** Debian's programs come first, since it is its packages that are installed; another of their name may be anywhere. */
export const PROGRAM_PATH = `/usr/bin:/usr/sbin:${process.env.PATH ?? ""}`;
const LIMIT_MS = 600_000;

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Words in front of the command line. */
  readonly prefix?: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A person's own place, with a manager that holds the values and a connection `prod` to it. */
export interface Sandbox extends AsyncDisposable {
  readonly folder: string;
  /** The working folder of the jobs. */
  readonly work: string;
  readonly store: AwsStore;
  /** The host over the same settings, for what need not be a process of its own. */
  readonly host: Keyferry;
  keyferry(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Starts a program that finds `keyferry`, and what lies in `bin`, on its PATH. */
  program(line: readonly string[], options?: RunOptions): Promise<Ran>;
  /** A folder of programs, for helpers that are found by their names. */
  readonly bin: string;
  /** Empties the working folder and the folder of temporary files. */
  clear(): Promise<void>;
}

/** Disposing it leaves nothing behind. */
export async function openSandbox(): Promise<Sandbox> {
  const store = await startAwsStore();
  const folder = await mkdtemp(join(tmpdir(), "keyferry-sandbox-"));
  const at = (...names: readonly string[]) => join(folder, ...names);
  const scope = at("keyferry", "node_modules", "@keyferry");
  await mkdir(at("keyferry"), { mode: 0o700 });
  for (const path of [scope, at("bin"), at("home"), at("work"), at("tmp")])
    await mkdir(path, { recursive: true, mode: 0o700 });
  await symlink(PROVIDER, join(scope, "provider-aws"), "junction");
  const installed = [process.execPath, MAIN].map((word) => `'${word}'`).join(" ");
  await writeFile(at("bin", "keyferry"), `#!/bin/sh\nexec ${installed} "$@"\n`, { mode: 0o755 });
  const base = {
    PATH: `${at("bin")}:${PROGRAM_PATH}`,
    HOME: at("home"),
    TMPDIR: at("tmp"),
    LANG: "C.UTF-8",
    KEYFERRY_SETTINGS: at("keyferry", "settings.json"),
    AKID: store.credentials.accessKeyId,
    SAK: store.credentials.secretAccessKey,
    // Compiled code of our own sources, so that the many processes start faster; it holds no data.
    ...(process.env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: resolve(process.env.NODE_COMPILE_CACHE) } : {}),
  };
  const program = (line: readonly string[], { prefix = [], input = "", env = {} }: RunOptions = {}): Promise<Ran> =>
    run([...prefix, ...line], at("work"), { ...base, ...env }, input);
  const host = await createKeyferry({ settings: base.KEYFERRY_SETTINGS, env: base, recipes: async () => RECIPES });
  await host.connections.create({
    name: "prod",
    provider: "aws",
    auth: "access-key",
    fields: { endpoint: store.endpoint, region: store.region },
    sources: { accessKeyId: "env:AKID", secretAccessKey: "env:SAK" },
  });
  return {
    folder,
    work: at("work"),
    store,
    host,
    bin: at("bin"),
    program,
    keyferry: (args, options) => program([process.execPath, MAIN, ...args], options),
    async clear() {
      for (const path of [at("work"), at("tmp"), at("home")]) {
        await removeFolder(path);
        await mkdir(path, { mode: 0o700 });
      }
    },
    [Symbol.asyncDispose]: async () => {
      await host.dispose();
      await store.close();
      await removeFolder(folder);
    },
  };
}

function run(
  [program = "", ...args]: readonly string[],
  cwd: string,
  env: Record<string, string>,
  input: string,
): Promise<Ran> {
  const child = spawn(program, args, { cwd, env, stdio: "pipe", timeout: LIMIT_MS });
  const out = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      out[name] += text;
    });
  }
  // A job that reads nothing leaves a broken pipe behind.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      // The program's own signal is the program's to explain: this may be the limit's.
      if (signal) out.stderr += `\nended by ${signal} (at most ${LIMIT_MS / 1_000} s are given)`;
      resolve({ code: code ?? (signal ? 128 : 1), ...out });
    });
  });
}
