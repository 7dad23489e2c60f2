import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AwsStore, startAwsStore } from "../aws/index.ts";
import { cachedEnvironment, createConnection } from "./aws-setup.ts";
import { judge } from "./bound.ts";
import { runNode, type Timed, timeSideBySide } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));
const LATENCY_MS = 30;

/** Reads of many secrets against reads of one, as whole `keyferry run` processes, on a store that takes 30 ms for a request. */
export async function benchReading(rounds: number): Promise<boolean> {
  const store = await startAwsStore();
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  try {
    const env = cachedEnvironment(store, folder);
    fill(store);
    await runNode({ name: "connection create", env, args: [MAIN, ...createConnection(store)] });
    store.fault({ kind: "delay", ms: LATENCY_MS });
    const one = run("1 secret", env, references(1));
    const many = run("200 secrets", env, references(200));
    const times = await timeSideBySide([one, many], rounds, runNode);
    for (const [name, { median, min }] of times) {
      process.stdout.write(
        `       keyferry run, ${name}: median ${median.toFixed(0)} ms, least ${min.toFixed(0)} ms\n`,
      );
    }
    const ratio = (times.get(many.name)?.median ?? Number.NaN) / (times.get(one.name)?.median ?? Number.NaN);
    return [
      judge({ what: "200 secrets, times the time of 1", measured: ratio, atMost: 2 }),
      judge({ what: "200 secrets, requests", measured: await requests(store, many), atMost: 10 }),
      judge({
        what: "1,000 uses of 100 keys in 10 secrets, requests",
        measured: await requests(store, keys(env)),
        atMost: 1,
      }),
    ].every((holds) => holds);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function requests(store: AwsStore, command: Timed): Promise<number> {
  const before = store.calls.length;
  await runNode(command);
  return store.calls.length - before;
}

function run(name: string, env: Timed["env"], variables: readonly string[]): Timed {
  return { name, env, args: [MAIN, "run", ...variables.flatMap((each) => ["--env", each]), "--", "true"] };
}

function references(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `V${index}=keyferry://bench/secret/${index}`);
}

function keys(env: Timed["env"]): Timed {
  const uses = Array.from({ length: 1_000 }, (_, use) => `V${use}=keyferry://bench/keys/${use % 10}#k${use % 100}`);
  return run("1,000 uses", env, uses);
}

function fill(store: AwsStore): void {
  for (let index = 0; index < 200; index += 1)
    store.put(`secret/${index}`, { text: `value ${index} of the benchmark` });
  const members = Object.fromEntries(Array.from({ length: 100 }, (_, key) => [`k${key}`, `value of key ${key}`]));
  for (let index = 0; index < 10; index += 1) store.put(`keys/${index}`, { text: JSON.stringify(members) });
}
