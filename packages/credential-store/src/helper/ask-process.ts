import { spawn } from "node:child_process";

export interface ProcessQuestion {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Written to its standard input: nothing secret goes by arguments or variables. */
  readonly input: string | Buffer;
  readonly limitMs: number;
}

/** How it went. `late`: it was killed at the limit; `absent`: there is no such program. Its errors are never shown. */
export type ProcessAnswer =
  | { readonly kind: "ended"; readonly code: number; readonly output: Buffer }
  | { readonly kind: "late" | "absent" };

const MOST_BYTES = 1024 * 1024;

/** Asks a process of its own, which can be killed where it hangs: what hangs inside of native code could not be ended here. */
export function askProcess({ command, args, env, input, limitMs }: ProcessQuestion): Promise<ProcessAnswer> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...env }, stdio: ["pipe", "pipe", "ignore"], windowsHide: true });
    const chunks: Buffer[] = [];
    let length = 0;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
      // What it started may hold the pipe open: it is not waited for.
      resolve({ kind: "late" });
    }, limitMs);
    // This process may end in any way while the other waits for somebody.
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
