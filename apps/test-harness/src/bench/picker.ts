import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startAwsStore } from "../aws/index.ts";
import { startTerminal, type Terminal } from "../terminal/index.ts";
import { cachedEnvironment, createConnection } from "./aws-setup.ts";
import { judge } from "./bound.ts";
import { runNode } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../../cli/src/main.ts", import.meta.url));
const TERM = "secret-0001";
const LATENCY_MS = 30;

/** A picker in a pseudo-terminal: how long a key takes to show over 10 and over 10,000 names, and when the first page is there. */
export async function benchPicker(rounds: number): Promise<boolean> {
  const few = await picking(10, rounds);
  const many = await picking(10_000, rounds);
  process.stdout.write(
    `       a key of a picker: median ${few.key.toFixed(1)} ms over 10 names, ${many.key.toFixed(1)} ms over 10,000\n`,
  );
  return [
    judge({ what: "a key of a picker over 10,000 names, milliseconds", measured: many.key, atMost: 50 }),
    judge({ what: "a key over 10,000 names, times one over 10", measured: many.key / few.key, atMost: 3 }),
    judge({ what: "first page of 10,000 names, part of the time to the last", measured: many.firstPage, atMost: 0.2 }),
  ].every((holds) => holds);
}

async function picking(names: number, rounds: number): Promise<{ readonly key: number; readonly firstPage: number }> {
  const store = await startAwsStore();
  const folder = await mkdtemp(join(tmpdir(), "keyferry-bench-"));
  let terminal: Terminal | undefined;
  try {
    for (let index = 0; index < names; index += 1) {
      store.put(`team-${index % 40}/secret-${String(index).padStart(5, "0")}`, { text: "x" });
    }
    const env = cachedEnvironment(store, folder);
    await runNode({ name: "connection create", env, args: [MAIN, ...createConnection(store)] });
    store.fault({ kind: "delay", ms: LATENCY_MS });
    terminal = startTerminal({
      program: process.execPath,
      args: ["--disable-warning=ExperimentalWarning", MAIN, "secret", "create", "--connection", "bench"],
      env,
      cwd: folder,
      patienceMs: 60_000,
    });
    await terminal.shows("? Secret");
    const asked = performance.now();
    await terminal.shows("secret-00000");
    const first = performance.now() - asked;
    // Nothing follows the count once the list is whole.
    await terminal.shows(/^ {2}[\d,]+$/m);
    const last = performance.now() - asked;
    return { key: await keyTime(terminal, rounds), firstPage: first / last };
  } finally {
    terminal?.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Median of the milliseconds from a key to the screen that shows it. */
async function keyTime(terminal: Terminal, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (let length = 1; length <= TERM.length; length += 1) {
      const typed = performance.now();
      terminal.type(TERM.charAt(length - 1));
      await terminal.shows(`? Secret ${TERM.slice(0, length)}`);
      times.push(performance.now() - typed);
    }
    terminal.press("ctrlU");
    await terminal.shows(/^\? Secret$/m);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}
