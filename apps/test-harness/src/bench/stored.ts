import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startAwsStore } from "../aws/index.ts";
import { startKeyferry } from "../demo/keyferry-process.ts";
import { cachedEnvironment, createConnection } from "./aws-setup.ts";
import { judge } from "./bound.ts";
import { runNode, type Timed, timeSideBySide } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));
const SOURCES = { plain: undefined, sealed: { id: "stored", secret: "stored" } } as const;

/** A run whose login is sealed, its key in a file, against one whose login comes from the environment: whole processes. */
export async function benchStored(rounds: number): Promise<boolean> {
  const store = await startAwsStore();
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  try {
    store.put("secret", { text: "value of the benchmark" });
    const { accessKeyId, secretAccessKey } = store.credentials;
    const env = cachedEnvironment(store, folder);
    for (const [name, sources] of Object.entries(SOURCES)) {
      const args = createConnection(store, name, sources);
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
