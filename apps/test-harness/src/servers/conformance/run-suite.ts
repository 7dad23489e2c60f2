import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CaseResult, MatrixColumn } from "@keyferry/provider-testkit";
import { removeFolder } from "../remove-folder.ts";
import type { Place, Server } from "../server.ts";
import type { ServerRow } from "../table.ts";
import { withReasons } from "./server-suite.ts";

const VITEST = fileURLToPath(new URL("../../../../../node_modules/vitest/vitest.mjs", import.meta.url));
const CONFIG = fileURLToPath(new URL("./vitest.config.ts", import.meta.url));

/** Runs the whole conformance suite against one server. Throws when there are no results; a failure is a result. */
export async function runSuite(
  row: ServerRow,
  server: Server,
  installation: string,
  place: Place,
): Promise<MatrixColumn> {
  const { suite } = server;
  const results = await (suite.run?.(installation, place) ?? underVitest(row.id, place));
  return { provider: row.id, cases: withReasons(results, suite.cannot) };
}

async function underVitest(id: string, { logs }: Place): Promise<readonly CaseResult[]> {
  const folder = await mkdtemp(join(tmpdir(), "keyferry-suite-"));
  const results = join(folder, "results.json");
  const log = join(logs, `${id}-suite.log`);
  const out = openSync(log, "a");
  try {
    const env = { ...process.env, KEYFERRY_SERVER: id, KEYFERRY_SERVER_LOGS: logs, KEYFERRY_SERVER_RESULTS: results };
    const child = spawn(process.execPath, [VITEST, "run", "--config", CONFIG], { env, stdio: ["ignore", out, out] });
    await new Promise<void>((resolve, reject) => child.on("close", () => resolve()).on("error", reject));
    const text = await readFile(results, "utf8").catch(() => {
      throw new Error(`the conformance suite gave no results, see ${log}`);
    });
    return (JSON.parse(text) as MatrixColumn).cases;
  } finally {
    closeSync(out);
    await removeFolder(folder);
  }
}
