import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startAwsStore } from "../aws/index.ts";
import { startKeyferry } from "../demo/keyferry-process.ts";
import { judge } from "./bound.ts";
import { runNode, type Timed, timeSideBySide } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));
const SOURCES = { plain: ["env:AKID", "env:SAK"], sealed: ["stored", "stored"] } as const;

/** A run whose login is sealed, its key in a file, against one whose login comes from the environment: whole processes. */
export async function benchStored(rounds: number): Promise<boolean> {
  const store = await startAwsStore();
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  try {
    store.put("secret", { text: "value of the benchmark" });
    const { accessKeyId, secretAccessKey } = store.credentials;
    const env = {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      KEYFERRY_SETTINGS: join(folder, "settings", "settings.json"),
      AKID: accessKeyId,
      SAK: secretAccessKey,
      NODE_COMPILE_CACHE: join(folder, "compiled"),
    };
    for (const [name, [id, key]] of Object.entries(SOURCES)) {
      const fields = ["--set", `region=${store.region}`, "--set", `endpoint=${store.endpoint}`];
      const login = ["--credential", `accessKeyId=${id}`, "--credential", `secretAccessKey=${key}`];
      const args = ["connection", "create", name, "--provider", "aws", ...fields, ...login];
      await runNode({ name: args.join(" "), env, args: [MAIN, ...args] });
    }
    for (const [field, value] of Object.entries({ accessKeyId, secretAccessKey })) {
      const keeper = ["--keeper", `key-file:${join(folder, "key")}`];
      const args = ["connection", "login", "sealed", "--field", field, ...keeper];
      const { code, stderr } = await startKeyferry(args, folder, env).finish(value);
      if (code !== 0) throw new Error(`the login ended with ${code}: ${stderr}`);
    }
    const run = (name: keyof typeof SOURCES): Timed => {
      return { name, env, args: [MAIN, "run", "--env", `V=keyferry://${name}/secret`, "--", "true"] };
    };
    const times = await timeSideBySide([run("plain"), run("sealed")], rounds, runNode);
    for (const [name, { median, min }] of times) {
      process.stdout.write(`       run, ${name} login: median ${median.toFixed(0)} ms, least ${min.toFixed(0)} ms\n`);
    }
    const ratio = (times.get("sealed")?.median ?? Number.NaN) / (times.get("plain")?.median ?? Number.NaN);
    return judge({ what: "a sealed login, times one from the environment", measured: ratio, atMost: 1.1 });
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
