import { execFileSync, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { WrappedJob } from "./start-wrapper.ts";

/** Whether this machine lets us have mounts and process ids of our own (Linux, unshare(1)). */
export const hasNamespaces = (() => {
  try {
    execFileSync("unshare", ["-rmpf", "--mount-proc", "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** Runs the wrapper in namespaces of its own, behind a line of the shell that prepares them; there it is process 1. */
export async function wrapperInNamespace(prepare: string, job: WrappedJob, env: Readonly<Record<string, string>> = {}) {
  const wrapper = fileURLToPath(new URL("./wrapper.ts", import.meta.url));
  const script = `${prepare}; exec "$@"`;
  const call = ["-rmpf", "--mount-proc", "sh", "-c", script, "sh", process.execPath, wrapper, JSON.stringify(job)];
  const child = spawn("unshare", call, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const [stdout, stderr] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
  const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.once("exit", resolve)));
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}
