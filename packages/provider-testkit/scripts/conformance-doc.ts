import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CASES } from "../src/cases/index.ts";
import { type MatrixColumn, matrixTable } from "../src/matrix.ts";

// Runs the conformance suite of every provider of the workspace, and writes docs/providers/conformance.md of the runs.
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PAGE = join(ROOT, "docs/providers/conformance.md");

interface Runs {
  readonly columns: readonly MatrixColumn[];
  /** What each manager was asked for, one line each. */
  readonly calls: readonly string[];
}

function runSuites(folder: string): Runs {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const env = { ...process.env, KEYFERRY_MATRIX_FOLDER: folder };
  const { status } = spawnSync(process.execPath, [vitest, "run", "/conformance.test.ts"], {
    cwd: ROOT,
    env,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("a provider does not conform: the page stays as it is");
  const texts = (ending: string) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .sort()
      .map((file) => readFileSync(join(folder, file), "utf8"));
  return { columns: texts(".json").map((text) => JSON.parse(text) as MatrixColumn), calls: texts(".calls.md") };
}

function pageOf({ columns, calls }: Runs): string {
  const cases = CASES.map(({ id, title }) => `- \`${id}\`: ${title}`);
  return `# Conformance

The cases that \`@keyferry/provider-testkit\` runs against every provider, and their results with the embedded stores. **yes**: the case
passes. **deviates**: it does not, for the reason below the table. **–**: it does not apply, for the reason below. Written by
\`packages/provider-testkit/scripts/conformance-doc.ts\`; the providers' tests compare this page with their own runs.

${matrixTable(columns)}
## The recorded calls of one full run

What the embedded managers recorded while all cases ran, each operation once. None of them changes what a manager holds.

${calls.join("\n")}

## The cases

${cases.join("\n")}
`;
}

const folder = mkdtempSync(join(tmpdir(), "keyferry-matrix-"));
try {
  writeFileSync(PAGE, pageOf(runSuites(folder)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
