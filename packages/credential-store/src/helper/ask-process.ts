import { spawn } from "node:child_process";

export interface ProcessQuestion {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input: nothing secret is passed in arguments or variables. */
  readonly input: string | Buffer;
  readonly limitMs: number;
}

/**
 * The result. `late`: it was killed at the limit; `absent`: there is no such program. Its error output is never shown.
 */
export type ProcessAnswer =
  | { readonly kind: "ended"; readonly code: number; readonly output: Buffer }
  | { readonly kind: "late" | "absent" };

const MOST_BYTES = 1024 * 1024;

/**
 * Asks a separate process, which can be killed if it hangs; native code that hangs in this process could not be
 * stopped.
 */
export function askProcess({ command, args, env, input, limitMs }: ProcessQuestion): Promise<ProcessAnswer> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...env }, stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
    const chunks: Buffer[] = [];
    let length = 0;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
      // Processes that it started may keep the pipe open; they are not waited for.
      resolve({ kind: "late" });
    }, limitMs);
    // This process may end in any way while the other is waiting for a person.
    const kill = (): void => void child.kill("SIGKILL");
    process.once("exit", kill);
    const end = (answer: ProcessAnswer): void => {
      clearTimeout(timer);
      process.removeListener("exit", kill);
      resolve(answer);
    };
    child.on("error", () => end({ kind: "absent" }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.stdout.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > MOST_BYTES) child.kill("SIGKILL");
      else chunks.push(chunk);
    });
    child.on("close", (code) => {
      end(late ? { kind: "late" } : { kind: "ended", code: code ?? 1, output: Buffer.concat(chunks) });
    });
  });
}
