import type { Sighting, Sink } from "./watch/sighting.ts";

/** What came of one trial. */
export interface Outcome {
  readonly name: string;
  /** The recipe's id, or how the program is given its values without one. */
  readonly way: string;
  /** What was tried: the program and its version. */
  readonly program: string;
  /** The server's product; absent for a program that needs none. */
  readonly server?: string;
  readonly alphabet: string;
  readonly milliseconds: number;
  /** The packages without which it could not run. */
  readonly missing?: readonly string[];
  /** Why it failed. */
  readonly failure?: string;
  readonly seen?: Seen;
  /** What the program exits with when its login fails. */
  readonly wrongCode?: number;
}

/** For each kind of place what was seen there, as the table says it. */
export type Seen = Readonly<Record<Sink, readonly string[]>>;

/** Keyferry and its helpers, by the names that Node gives its process and threads. */
const HELPER = /^(node|MainThread|node-MainThread|libuv-worker|helper-\d+)$/;

/** What was seen, in words that are the same in every run. `settings` are those of the values, in the order of their numbers. */
export function seenOf(sightings: readonly Sighting[], settings: readonly string[]): Seen {
  const of = (sink: Sink): string[] => {
    const found = sightings.filter((sighting) => sighting.sink === sink);
    return [...new Set(found.map(({ program, value }) => `${settings[value]}: ${shown(program, sink)}`))].sort();
  };
  const [args, environment, files, memory, output] = (
    ["arguments", "environment", "files", "memory", "output"] as const
  ).map(of);
  return {
    arguments: args ?? [],
    environment: environment ?? [],
    files: files ?? [],
    memory: memory ?? [],
    output: output ?? [],
  };
}

function shown(program: string, sink: Sink): string {
  if (!HELPER.test(program)) return program;
  return sink === "arguments" ? "the askpass helper" : "Keyferry";
}
