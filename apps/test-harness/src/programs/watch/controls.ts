import { fileURLToPath } from "node:url";
import { canary } from "../../leaks/index.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Sighting } from "./sighting.ts";
import { type Tracing, watch } from "./watch.ts";

const CARELESS = fileURLToPath(new URL("./careless.mjs", import.meta.url));

/** The job itself, by the names that Node gives its process. */
const JOB = /^(node|MainThread|node-MainThread)$/;

interface Control {
  readonly leak: string;
  readonly caught: (seen: Sighting) => boolean;
  /** It is over before anybody can look. */
  readonly traced?: true;
}

/** What careless.mjs does, one line for each of its leaks. */
const CONTROLS: readonly Control[] = [
  { leak: "an argument", caught: ({ sink, program }) => sink === "arguments" && program === "sh" },
  { leak: "an argument, by /proc", caught: ({ sink, detail }) => sink === "arguments" && detail.startsWith("/proc/") },
  { leak: "a variable", caught: ({ sink, program }) => sink === "environment" && program === "sleep" },
  { leak: "a variable, by /proc", caught: ({ program, detail }) => program === "sleep" && detail.startsWith("/proc/") },
  { leak: "a file that stays", caught: ({ sink, detail }) => sink === "files" && detail.endsWith("/stays.txt") },
  {
    leak: "a file that is deleted at once",
    caught: ({ sink, detail }) => sink === "files" && detail.endsWith("/brief.txt"),
    traced: true,
  },
  { leak: "memory-backed storage", caught: ({ sink }) => sink === "memory", traced: true },
  { leak: "a file's name", caught: ({ sink, detail }) => sink === "files" && detail.startsWith("a name in ") },
  {
    leak: "a file written byte by byte",
    caught: ({ sink, detail }) => sink === "files" && detail.endsWith("/bytes.txt"),
    traced: true,
  },
];

export interface ControlResult {
  readonly name: string;
  readonly holds: boolean;
}

/**
 * Runs a job that leaks into each kind of place, and says which leaks the watcher caught; then one that does not leak, of
 * which nothing but its own environment may be seen. `apart` as for the watcher.
 */
export async function watcherControls(
  sandbox: Sandbox,
  apart: readonly string[],
  tracing: Tracing,
): Promise<ControlResult[]> {
  const value = canary();
  sandbox.store.put("control", { text: value });
  const run = async (...args: readonly string[]): Promise<readonly Sighting[]> => {
    await sandbox.clear();
    const line = ["run", "--env", "V=keyferry://prod/control", "--", process.execPath, CARELESS, ...args];
    const place = { sandbox: sandbox.folder, apart, tracing };
    const { result, sightings } = await watch([value], place, (prefix) => sandbox.keyferry(line, { prefix }));
    if (result.code !== 0) throw new Error(`the control ended with ${result.code}: ${result.stderr.trim()}`);
    return sightings.filter(({ sink, program }) => sink !== "environment" || !JOB.test(program));
  };
  const seen = await run();
  const controls = CONTROLS.filter(({ traced }) => !(traced && tracing === "none"));
  const results = controls.map(({ leak, caught }) => ({ name: `${leak} is caught`, holds: seen.some(caught) }));
  const clean = await run("clean");
  return [...results, { name: "nothing is seen where nothing leaks", holds: clean.length === 0 }];
}
