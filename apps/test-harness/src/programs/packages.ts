import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { APT_OPTIONS } from "../servers/apt.ts";
import { buildStep } from "../servers/build-step.ts";

const run = promisify(execFile);

/** Those of the Debian packages that are not installed; all of them where there is no dpkg. */
async function missingPackages(names: readonly string[]): Promise<string[]> {
  const installed = await Promise.all(names.map(isInstalled));
  return names.filter((_, at) => !installed[at]);
}

async function isInstalled(name: string): Promise<boolean> {
  try {
    return (await run("dpkg-query", ["-s", name])).stdout.includes("\nStatus: install ok installed\n");
  } catch {
    return false;
  }
}

/**
 * Installs what is missing, where this process may; gives what is missing still. Services that come with a package are not
 * started where invoke-rc.d starts them, since it is told of run level 1 (https://manpages.debian.org/bookworm/init-system-helpers/invoke-rc.d.8.en.html).
 */
export async function installMissing(names: readonly string[], log: string): Promise<string[]> {
  const missing = await missingPackages(names);
  if (missing.length === 0 || process.platform !== "linux" || process.geteuid?.() !== 0) return missing;
  const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const apt = async (...args: readonly string[]) =>
    buildStep({ command: "apt-get", args: [...APT_OPTIONS, ...args], env, needs: "Debian", log });
  try {
    await apt("update", "-qq");
    await apt("install", "--no-install-recommends", "-y", ...missing);
  } catch {
    // What could not be installed is missing still.
  }
  return missingPackages(names);
}
