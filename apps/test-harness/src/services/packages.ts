import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";
import { APT_OPTIONS } from "../servers/apt.ts";

const run = promisify(execFile);
const APT = {
  env: { PATH: process.env.PATH ?? "", DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  timeout: 1_800_000,
};

/** Installs the Debian packages whose programs are missing, where this process may. Throws with what is missing still. */
export async function ensurePrograms(programs: Readonly<Record<string, string>>): Promise<void> {
  const missing = await missingOf(programs);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((path) => programs[path] ?? path))];
  let said = "";
  if (process.geteuid?.() === 0) {
    const apt = (...args: readonly string[]) => run("apt-get", [...APT_OPTIONS, ...args], APT).catch((error) => error);
    await apt("update", "-qq");
    said = String((await apt("install", "--no-install-recommends", "-y", ...packages)).stderr);
  }
  const still = await missingOf(programs);
  if (still.length > 0)
    throw new Error(`this needs ${still.join(", ")} (Debian: apt-get install ${packages.join(" ")}) ${said}`.trim());
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
