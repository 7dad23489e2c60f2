#!/usr/bin/env node
import { cron } from "./cron.ts";
import { keychain } from "./keychain.ts";
import { ensurePrograms } from "./packages.ts";
import { schemas } from "./schemas.ts";
import { playSuite, type Suite, type SuiteResult } from "./suite.ts";
import { systemd } from "./systemd.ts";
import { traced } from "./traced.ts";
import { windows } from "./windows.ts";

const SUITES: Readonly<Record<string, Suite>> = { keychain, windows, systemd, traced, schemas, cron };

// Without these a signal would end this process and leave what it started.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => process.exit(code));
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2).filter((word) => word !== "--");
const unknown = wanted.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) throw new Error(`there is no suite ${unknown.join(", ")}: ${Object.keys(SUITES).join(", ")}`);
const results: SuiteResult[] = [];
if (process.platform === "linux") {
  for (const [name, suite] of Object.entries(SUITES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    results.push(await playSuite(suite, () => ensurePrograms(suite.needs), say));
  }
} else say("these suites are for Linux: nothing was run");
// What cannot be run as root on Debian has failed; elsewhere it is said, and no more.
const must = process.geteuid?.() === 0;
const refused = results.filter(({ refusal }) => refusal !== undefined);
const failed = results.flatMap(({ failures }) => failures).length + (must ? refused.length : 0);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
say(`\n${passed} passed, ${failed} failed, ${must ? 0 : refused.length} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
