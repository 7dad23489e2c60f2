import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cached, cacheFolder } from "../servers/cache.ts";
import { claim as holds } from "../servers/scenario.ts";
import { pageFile } from "./page.ts";
import type { Suite } from "./suite.ts";

const exec = promisify(execFile);
/** From PyPI; it brings the published schemas along: https://check-jsonschema.readthedocs.io */
const CHECKER = "check-jsonschema==0.34.1";
const FILES = [
  ["compose.yaml", "vendor.compose-spec", "services:", "servers:"],
  [".github/workflows/nightly.yml", "vendor.github-workflows", "runs-on:", "runs-at:"],
  [".gitlab-ci.yml", "vendor.gitlab-ci", "script:", "scripts:"],
] as const;

/** The container and CI files of docs/services.md against the schemas that their vendors publish. */
export const schemas: Suite = {
  name: "schemas (container and CI files of docs/services.md)",
  needs: { "/usr/bin/python3": "python3-venv" },
  async play(ground, claim) {
    const installed = await cached(cacheFolder(process.env), CHECKER, async (folder) => {
      await exec("python3", ["-m", "venv", "--copies", join(folder, "venv")]);
      await exec(join(folder, "venv", "bin", "python"), [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--retries",
        "20",
        CHECKER,
      ]);
    });
    const python = join(installed, "venv", "bin", "python");
    await mkdir(join(ground.folder, "files"));
    for (const [path, schema, word, wrong] of FILES) {
      const file = join(ground.folder, "files", path.split("/").at(-1) ?? path);
      const check = () => exec(python, ["-m", "check_jsonschema", "--builtin-schema", schema, file]);
      await claim(`${path} fits its schema, and a misspelt one does not`, async () => {
        const text = await pageFile(path);
        await writeFile(file, text);
        await check().catch((error) => holds(false, String(error.stdout)));
        await writeFile(file, text.replace(word, wrong));
        const noticed = await check().then(
          () => false,
          () => true,
        );
        holds(noticed, `${wrong} was not noticed`);
      });
    }
  },
};
