import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startAwsStore } from "../aws/index.ts";
import { judge } from "./bound.ts";
import { runNode, timeSideBySide } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));
const FEW = 10;
const MANY = 1_000;

/** A run by one connection among 1,000 against one among 10, as whole `keyferry run` processes. */
export async function benchConnections(rounds: number): Promise<boolean> {
  const store = await startAwsStore();
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  try {
    store.put("secret", { text: "value of the benchmark" });
    const { accessKeyId, secretAccessKey } = store.credentials;
    const base = { PATH: process.env.PATH ?? "", HOME: folder, NODE_COMPILE_CACHE: join(folder, "compiled") };
    const envOf = (count: number) => ({
      ...base,
      KEYFERRY_SETTINGS: settingsPath(folder, count),
      AKID: accessKeyId,
      SAK: secretAccessKey,
    });
    for (const count of [FEW, MANY]) {
      const fields = ["--set", `region=${store.region}`, "--set", `endpoint=${store.endpoint}`];
      const login = ["--credential", "accessKeyId=env:AKID", "--credential", "secretAccessKey=env:SAK"];
      const args = [MAIN, "connection", "create", "bench", "--provider", "aws", ...fields, ...login];
      await runNode({ name: "connection create", env: envOf(count), args });
      await multiply(settingsPath(folder, count), count);
    }
    const run = (count: number) => ({
      name: `${count.toLocaleString("en")} connections`,
      env: envOf(count),
      args: [MAIN, "run", "--env", "V=keyferry://bench/secret", "--", "true"],
    });
    const times = await timeSideBySide([run(FEW), run(MANY)], rounds, runNode);
    for (const [name, { median, min }] of times) {
      process.stdout.write(
        `       keyferry run, ${name}: median ${median.toFixed(0)} ms, least ${min.toFixed(0)} ms\n`,
      );
    }
    const [few, many] = [...times.values()].map(({ median }) => median);
    const measured = (many ?? Number.NaN) / (few ?? Number.NaN);
    return judge({ what: "a run with 1,000 connections, times one with 10", measured, atMost: 1.1 });
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function settingsPath(folder: string, count: number): string {
  return join(folder, `settings-${count}`, "settings.json");
}

/** Adds connections like the first, each with variables of its own. */
async function multiply(path: string, count: number): Promise<void> {
  const file = JSON.parse(await readFile(path, "utf8"));
  const [first] = Object.values<{ auth: object }>(file.connections);
  for (let index = 1; index < count; index += 1) {
    const sources = { accessKeyId: `env:AKID_${index}`, secretAccessKey: `env:SAK_${index}` };
    file.connections[`c${index}`] = { ...first, name: `other ${index}`, auth: { ...first?.auth, sources } };
  }
  await writeFile(path, JSON.stringify(file, undefined, 2));
}
