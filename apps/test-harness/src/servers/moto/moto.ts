import { join } from "node:path";
import { buildStep } from "../build-step.ts";
import { cached } from "../cache.ts";
import type { Server } from "../server.ts";
import { startMoto } from "./harness.ts";
import { motoSuite } from "./suite.ts";

const VERSION = "5.2.5";
const NEEDS = "Python 3.10 or later with venv (Debian: python3-venv)";

/** AWS's services as moto plays them (https://docs.getmoto.org/en/latest/docs/server_mode.html), in a virtual environment of its own. */
export const moto: Server = {
  version: `moto ${VERSION}`,
  deviations: {
    "a wrong login is refused as one":
      "moto refuses a wrong signature with XML as text/html, where AWS's JSON protocol answers in JSON: not an answer of AWS's",
  },
  suite: motoSuite,
  install: ({ cache, logs }) =>
    cached(cache, `moto-${VERSION}`, async (folder) => {
      const log = join(logs, "moto-install.log");
      await buildStep({ command: "python3", args: ["-m", "venv", folder], needs: NEEDS, log });
      const python = join(folder, "bin", "python");
      const args = ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", `moto[server]==${VERSION}`];
      await buildStep({ command: python, args, needs: NEEDS, log, tries: 3 });
    }),
  start: (installation, { logs }) => startMoto(join(installation, "bin", "python"), join(logs, "moto.log")),
};
