import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const APT = {
  env: { PATH: process.env.PATH ?? "", DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  timeout: 600_000,
};

/** Installs the Debian packages whose programs are missing, where this process may. Throws with what is missing still. */
export async function ensurePrograms(programs: Readonly<Record<string, string>>): Promise<void> {
  const missing = await missingOf(programs);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((path) => programs[path] ?? path))];
  if (process.geteuid?.() === 0) {
    await run("apt-get", ["update", "-qq"], APT).catch(() => undefined);
    await run("apt-get", ["install", "--no-install-recommends", "-y", ...packages], APT).catch(() => undefined);
  }
  const still = await missingOf(programs);
  if (still.length > 0)
    throw new Error(`this needs ${still.join(", ")} (Debian: apt-get install ${packages.join(" ")})`);
}

async function missingOf(programs: Readonly<Record<string, string>>): Promise<string[]> {
  const there = await Promise.all(
    Object.keys(programs).map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return Object.keys(programs).filter((_, at) => !there[at]);
}
