/**
 * Relays the output of one job as Keyferry does, in a process of its own, and prints what it took as JSON. Its argument is a
 * {@link RelayTask}. The values are those of {@link benchValue}.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createKeyferry } from "@keyferry/core";
import { defineProvider } from "@keyferry/core/provider";
import { planJob, runJob } from "@keyferry/jobs";
import { benchValue, type Relayed, type RelayTask } from "./relay.ts";

const { secrets, program, args }: RelayTask = JSON.parse(process.argv[2] ?? "");

const plugin = defineProvider({
  manifest: {
    apiVersion: 1,
    id: "bench",
    displayName: "Bench",
    docsUrl: "https://example.org/bench",
    fields: [],
    auth: [{ id: "none", label: "None", description: "No login", fields: [] }],
    capabilities: { maxBatch: 1000, batchVersions: false, describe: false, versions: false, masksMissing: false },
  },
  address: (name) => ({ ok: true, name }),
  policy: () => [],
  open: async () => ({
    check: async () => ({ canList: "no" }),
    list: async () => ({ items: [] }),
    fetch: async (addresses) =>
      addresses.map(({ name }) => ({ ok: true, payload: { kind: "text", text: benchValue(Number(name)) } })),
    dispose: async () => undefined,
  }),
});

/** A reader that counts, and takes the time between a line's own time stamp and its arrival. */
class Counter extends Writable {
  bytes = 0;
  first = 0;
  readonly delays: number[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const now = performance.timeOrigin + performance.now();
    this.first ||= now;
    this.bytes += chunk.length;
    const stamp = chunk.length < 64 ? /^at (\d+\.\d+)$/m.exec(chunk.toString()) : null;
    if (stamp) this.delays.push(now - Number(stamp[1]));
    done();
  }
}

const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
try {
  const keyferry = await createKeyferry({ settings: join(folder, "settings.json"), plugins: [plugin], env: {} });
  await keyferry.connections.create({ name: "bench", provider: "bench" });
  const env = Object.fromEntries(Array.from({ length: secrets }, (_, at) => [`V${at}`, `keyferry://bench/${at}`]));
  const { job } = await keyferry.resolveAdHoc({ env, job: { program, args } });
  await keyferry.dispose();
  const [stdout, stderr] = [new Counter(), new Counter()];
  await runJob(planJob(job, { PATH: process.env.PATH }), { stdio: { stdin: {}, stdout, stderr } });
  const relayed: Relayed = {
    bytes: stdout.bytes,
    ms: performance.timeOrigin + performance.now() - stdout.first,
    rssMiB: process.resourceUsage().maxRSS / 1024,
    delays: stdout.delays,
  };
  process.stdout.write(`${JSON.stringify(relayed)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
