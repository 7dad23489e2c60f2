import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../repository.ts";

/** Runs the pnpm that runs this script, in a folder of the repository. Its standard error is shown. */
export function tryPnpm(
  args: readonly string[],
  folder = ".",
): { readonly status: number | null; readonly stdout: string } {
  return spawnSync("pnpm", args, {
    cwd: join(ROOT, folder),
    encoding: "utf8",
    // On Windows pnpm is a .cmd file, which a shell alone starts. The arguments are ours.
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** The same, returning what it prints. Throws with that where it fails. */
export function pnpm(args: readonly string[], folder = "."): string {
  const { status, stdout } = tryPnpm(args, folder);
  if (status !== 0) throw new Error(`pnpm ${args.join(" ")} failed in ${folder}\n${stdout}`);
  return stdout;
}
