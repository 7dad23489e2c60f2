#!/usr/bin/env node
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../servers/cache.ts";
import { openGround } from "./ground.ts";
import { installMissing } from "./packages.ts";
import { countLine, outcomeLine } from "./report.ts";
import { openSandbox, PROGRAM_PATH } from "./sandbox.ts";
import { differences, rowOf, rowsOf, withRows } from "./table.ts";
import { TRIALS } from "./trials/index.ts";
import { type Course, packagesOf, programsOf, tryTrial } from "./try-trial.ts";
import { programVersions } from "./versions.ts";
import { watcherControls } from "./watch/controls.ts";

const PAGE = new URL("../../../../docs/deliveries.md", import.meta.url);
const WRITE = "--write";

/** What a run has to end, the last first: servers, then the folders that hold their passwords. */
const ends: (() => PromiseLike<unknown>)[] = [];

let ending: Promise<void> | undefined;

/** Once, however often it is asked for. */
function endAll(): Promise<void> {
  ending ??= (async () => {
    for (const end of ends.splice(0).reverse()) await Promise.resolve(end()).catch(() => undefined);
  })();
  return ending;
}

// A signal must not leave servers and their children behind.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => void endAll().finally(() => process.exit(code)));
}

// Servers read some of the files as users of their own, whatever the person's mask.
process.umask(0o022);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
// pnpm hands the `--` in front of them on.
const words = process.argv.slice(2).filter((word) => word !== "--");
const wanted = words.filter((word) => word !== WRITE);
const unknown = wanted.filter((word) => !TRIALS.some(({ name }) => name === word));
if (unknown.length > 0) throw new Error(`there is no trial ${unknown.join(", ")}`);
if (process.platform === "linux") await run().finally(endAll);
else say("Recipes are tried on Linux, where /proc and strace show what other processes can see. Not run here.");

async function run(): Promise<void> {
  const trials = TRIALS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const logs = join(cacheFolder(process.env), "logs", new Date().toISOString().replaceAll(":", "-"));
  await mkdir(logs, { recursive: true });
  say(`Recipes against real servers. Logs: ${logs}`);
  const needed = [...new Set(["strace", "openssl", ...trials.flatMap(packagesOf)])];
  const missing = await installMissing(needed, join(logs, "apt.log"));
  if (missing.length > 0) say(`Debian packages that are missing and could not be installed: ${missing.join(" ")}`);
  const tracing = missing.includes("strace") ? "none" : "strace";
  if (tracing === "none") say("Without strace, what is over at once is not seen.");
  const ground = await openGround(logs);
  ends.push(() => ground[Symbol.asyncDispose]());
  const sandbox = await openSandbox();
  ends.push(() => sandbox[Symbol.asyncDispose]());
  const controls = await watcherControls(sandbox, [ground.folder], tracing);
  for (const { name, holds } of controls) say(`${holds ? "ok     " : "FAILED "} control: ${name}`);
  const programs = trials.map((trial) => ({ name: trial.name, programs: programsOf(trial) }));
  const versions = await programVersions(programs, { ...process.env, PATH: PROGRAM_PATH });
  const course: Course = { ground, sandbox, tracing, missing, versions, servers: new Map() };
  ends.push(() => Promise.allSettled([...course.servers.values()].map((server) => server.stop())));
  const outcomes = [];
  for (const trial of trials) {
    const outcome = await tryTrial(trial, course);
    say(outcomeLine(outcome));
    outcomes.push(outcome);
  }
  const failed = [...outcomes.filter(({ failure }) => failure), ...controls.filter(({ holds }) => !holds)].length > 0;
  const rows = outcomes.filter(({ seen }) => seen).map(rowOf);
  const page = await readFile(PAGE, "utf8");
  // Rows of trials that were not run stay as they are.
  const known = new Map([...rowsOf(page), ...rows].map((row) => [row.trial, row]));
  const merged = TRIALS.flatMap(({ name }) => known.get(name) ?? []);
  const whole = rows.length === trials.length && tracing === "strace" && !failed;
  if (words.includes(WRITE) && !whole)
    say("docs/deliveries.md is written where every trial of a run holds; left as it is");
  else if (words.includes(WRITE)) await writeFile(PAGE, withRows(page, merged));
  const differing = tracing === "strace" && !words.includes(WRITE) ? differences(rowsOf(page), rows) : [];
  for (const line of differing) say(`FAILED  docs/deliveries.md says otherwise of ${line}`);
  say(`\n${countLine(outcomes, [...controls, ...differing.map(() => ({ holds: false }))])}`);
  process.exitCode = failed || differing.length > 0 ? 1 : 0;
}
