import { mkdirSync, symlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packWorkspace } from "@keyferry/checks/pack";
import { startAwsStore } from "../aws/index.ts";
import { createConnection, loginVariables } from "./aws-setup.ts";
import { judge } from "./bound.ts";
import { runNode, timeSideBySide } from "./measure.ts";

const BARE = fileURLToPath(new URL("./bare-script.mjs", import.meta.url));
/** What a manager takes to answer, as in the other figures. */
const LATENCY_MS = 30;
const NAMES = Array.from({ length: 5 }, (_, at) => `secret/${at}`);

/** `keyferry run`, built, packed and with its own cache of compiled code, against a script that reads the same secrets with the vendor's client and starts the same program. */
export async function benchRun(rounds: number): Promise<boolean> {
  const store = await startAwsStore();
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  try {
    for (const [at, name] of NAMES.entries()) store.put(name, { text: `value ${at} of the benchmark` });
    store.fault({ kind: "delay", ms: LATENCY_MS });
    const main = install(folder);
    const env = loginVariables(store, folder);
    await runNode({ name: "connection create", env, args: [main, ...createConnection(store)] });
    const uses = NAMES.flatMap((name, at) => ["--env", `V${at}=keyferry://bench/${name}`]);
    const keyferry = { name: "keyferry run", env, args: [main, "run", ...uses, "--", "true"] };
    const bare = { name: "the bare script", env, args: [BARE, store.endpoint, store.region, ...NAMES] };
    const times = await timeSideBySide([bare, keyferry], rounds, runNode);
    for (const [name, { median, min }] of times) {
      process.stdout.write(`       ${name}: median ${median.toFixed(0)} ms, least ${min.toFixed(0)} ms\n`);
    }
    const ratio = (times.get(keyferry.name)?.median ?? Number.NaN) / (times.get(bare.name)?.median ?? Number.NaN);
    return judge({ what: "keyferry run of 5 secrets, times a bare script's", measured: ratio, atMost: 1.15 });
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Packs everything into a folder, the provider beside the program as a person installs it, and gives the program. */
function install(folder: string): string {
  const tarballs = packWorkspace(folder);
  const cli = tarballs.find(({ manifest }) => manifest.bin);
  const provider = tarballs.find(({ name }) => name === "@keyferry/provider-aws");
  if (!cli || !provider) throw new Error("a package is missing");
  const scope = join(cli.unpacked, "node_modules", "@keyferry");
  mkdirSync(scope, { recursive: true });
  symlinkSync(provider.unpacked, join(scope, "provider-aws"), "junction");
  return join(cli.unpacked, cli.manifest.bin?.[cli.name] ?? "");
}
