import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Kept between runs, as the root script does it: stripping the types anew costs more than the commands. */
const COMPILED = fileURLToPath(new URL("../../../../node_modules/.cache/node-compile", import.meta.url));
const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What its standard input holds; nothing if absent. */
  readonly input?: string;
  /** Flags of Node. */
  readonly flags?: readonly string[];
  /** A program with its arguments that starts the command line, which follows. */
  readonly through?: readonly string[];
  /** Called at the start with a way to send a signal. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the command line as a process of its own, with this environment and nothing else of ours. */
export function spawnKeyferry(args: readonly string[], options: ProcessOptions = {}): Promise<Ended> {
  const { PATH = "", SystemRoot } = process.env;
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", ...(options.flags ?? [])];
  const [program = "", ...words] = [...(options.through ?? []), ...node, MAIN, ...args];
  const child = spawn(program, words, {
    cwd: options.cwd,
    env: { PATH, NODE_COMPILE_CACHE: COMPILED, ...(SystemRoot ? { SystemRoot } : {}), ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A command may end without reading it.
  child.stdin.on("error", () => {}).end(options.input ?? "");
  options.onStart?.((signal) => child.kill(signal));
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
