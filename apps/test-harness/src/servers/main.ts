#!/usr/bin/env node
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";
import { hasFailed, type Outcome } from "./outcome.ts";
import { formatReport } from "./report.ts";
import { tryServer } from "./try-server.ts";
import { wantedRows } from "./wanted-rows.ts";

// Without these a signal would end this process and leave the servers: the exit listeners end them.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => process.exit(code));
}

const platform = `${process.platform}-${process.arch}` as const;
const cache = cacheFolder(process.env);
const logs = join(cache, "logs", new Date().toISOString().replaceAll(":", "-"));
await mkdir(logs, { recursive: true });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const rows = wantedRows(process.argv.slice(2));

say(`Independent servers, for ${platform}. Cache and logs: ${cache}`);
const outcomes: Outcome[] = [];
for (const row of rows) {
  outcomes.push(row.kind === "missing" ? { row, scenarios: [] } : await tryServer(row, { cache, logs }, say));
}
say(`\n${formatReport(outcomes, platform)}`);
process.exitCode = outcomes.some((outcome) => hasFailed(outcome, platform)) ? 1 : 0;
