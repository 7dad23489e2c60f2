import { join } from "node:path";
import { buildStep } from "../build-step.ts";
import { cached } from "../cache.ts";
import type { Server } from "../server.ts";
import { startDrongo } from "./harness.ts";
import { drongoSuite } from "./suite.ts";

const VERSION = "0.8.0";
const NEEDS = "Python 3.10 or later with venv (Debian: python3-venv)";

/** Google's services as drongo plays them, by REST, in a virtual environment of its own. It lets in whoever comes. */
export const drongo: Server = {
  version: `drongo ${VERSION}`,
  suite: drongoSuite,
  install: ({ cache, logs }) =>
    cached(cache, `drongo-${VERSION}`, async (folder) => {
      const log = join(logs, "drongo-install.log");
      await buildStep({ command: "python3", args: ["-m", "venv", folder], needs: NEEDS, log });
      const python = join(folder, "bin", "python");
      const args = ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", `drongo==${VERSION}`];
      await buildStep({ command: python, args, needs: NEEDS, log, tries: 3 });
    }),
  start: (installation, { logs }) => startDrongo(join(installation, "bin", "python"), join(logs, "drongo.log")),
};
