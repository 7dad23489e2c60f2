import { spawnSync } from "node:child_process";
import { formatGates } from "./counts.ts";
import { type PackageManifest, ROOT, readText } from "./repository.ts";

// The script `test`: every gate, then every test, without stopping at the first that fails; the last line counts them all.
const GATES = ["typecheck", "lint", "knip", "check:changesets", "check:pack"];
const scripts = (JSON.parse(readText("package.json")) as PackageManifest).scripts ?? {};

function runScript(name: string, env: NodeJS.ProcessEnv): boolean {
  const command = scripts[name];
  if (command === undefined) throw new Error(`package.json has no script ${name}`);
  process.stdout.write(`\n> ${name}: ${command}\n`);
  const begun = performance.now();
  const { status } = spawnSync(command, { cwd: ROOT, env, shell: true, stdio: "inherit" });
  process.stdout.write(`> ${name}: ${status === 0 ? "ok" : "FAILED"} (${Math.round(performance.now() - begun)} ms)\n`);
  return status === 0;
}

const failed = GATES.filter((name) => !runScript(name, process.env));
if (failed.length > 0) process.stdout.write(`\nfailed before the tests: ${failed.join(", ")}\n`);
const KEYFERRY_GATES = formatGates(GATES.length - failed.length, failed.length);
process.stdout.write(`\n> test:unit: ${scripts["test:unit"]}\n`);
const tests = spawnSync(scripts["test:unit"] ?? "", {
  cwd: ROOT,
  env: { ...process.env, KEYFERRY_GATES },
  shell: true,
  stdio: "inherit",
});
process.exitCode = failed.length > 0 || tests.status !== 0 ? 1 : 0;
