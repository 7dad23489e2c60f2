import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createKeyferry } from "@keyferry/core";
import { judge } from "./bound.ts";
import { runNode } from "./measure.ts";

const WRITER = fileURLToPath(new URL("writer.ts", import.meta.url));

/** Many processes that change the same settings at once: no change is lost. */
export async function benchWriters(processes: number, edits: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  const settings = join(folder, "settings.json");
  const env = { PATH: process.env.PATH ?? "", HOME: folder, NODE_COMPILE_CACHE: join(folder, "compiled") };
  const keyferry = await createKeyferry({ settings, plugins: [] });
  try {
    const started = performance.now();
    const names = Array.from({ length: processes }, (_, at) => `writer ${at}`);
    const runs = names.map((name) => runNode({ name, env, args: [WRITER, settings, name, String(edits)] }));
    const failed = (await Promise.allSettled(runs)).flatMap((end) =>
      end.status === "rejected" ? [String(end.reason)] : [],
    );
    if (failed.length > 0) throw new Error(failed[0]);
    const seconds = (performance.now() - started) / 1_000;
    const found = (await keyferry.profiles.list()).length;
    process.stdout.write(`       ${processes} processes, ${edits} edits each: ${seconds.toFixed(0)} s\n`);
    return judge({ what: "changes that were lost", measured: processes * edits - found, atMost: 0 });
  } finally {
    await keyferry.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}
