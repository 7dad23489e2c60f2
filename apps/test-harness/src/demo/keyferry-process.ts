import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The command line, run from the checkout. */
const MAIN = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningKeyferry {
  readonly pid: number | undefined;
  /** Resolves when standard output has this line, or the process has ended. */
  saw(line: string): Promise<boolean>;
  /** Sends a line to standard input, closes it, and waits for the end. */
  finish(line?: string): Promise<Finished>;
}

/** Starts `keyferry` in a folder with exactly this environment. */
export function startKeyferry(args: readonly string[], folder: string, env: Record<string, string>): RunningKeyferry {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env, stdio: "pipe" });
  let stdout = "";
  let stderr = "";
  let ended = false;
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    changed();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  // A child that ends before it reads leaves a broken pipe behind: its exit code says all that matters.
  child.stdin.on("error", () => {});
  const end = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      ended = true;
      changed();
      resolve({ code: code ?? (signal ? 128 : 1), stdout, stderr });
    });
  });
  return {
    pid: child.pid,
    saw: (line) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = stdout.split("\n").includes(line);
          if (!found && !ended) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    finish: (line) => {
      child.stdin.end(line);
      return end;
    },
  };
}
