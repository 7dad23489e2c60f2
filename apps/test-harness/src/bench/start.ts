import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge } from "./bound.ts";
import { runNode, timeSideBySide } from "./measure.ts";
import { packedMain } from "./packed.ts";

/** The start of the built and packed command line against the start of Node itself. */
export async function benchStart(rounds: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  try {
    const main = packedMain(folder);
    const env = { PATH: process.env.PATH ?? "", HOME: folder };
    const floor = { name: "node -e 0", args: ["-e", "0"], env };
    const version = { name: "keyferry --version", args: [main, "--version"], env };
    const times = await timeSideBySide([floor, version], rounds, runNode);
    for (const [name, { median, min }] of times) {
      process.stdout.write(`       ${name}: median ${median.toFixed(0)} ms, least ${min.toFixed(0)} ms\n`);
    }
    const ratio = (times.get(version.name)?.median ?? Number.NaN) / (times.get(floor.name)?.median ?? Number.NaN);
    return judge({ what: "keyferry --version, built and packed, times node -e 0", measured: ratio, atMost: 1.6 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
