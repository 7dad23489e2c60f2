import { createKeyferry } from "@keyferry/core";

/** What the reader's process is given, as JSON in `BENCH_WORK`: the credentials are those of a local store. */
export interface SessionWork {
  readonly provider: string;
  readonly settings: string;
  readonly fields: Readonly<Record<string, string | boolean>>;
  readonly auth?: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly references: readonly string[];
  readonly rounds: number;
}

/** Medians, in milliseconds. */
export interface SessionTimes {
  readonly one: number;
  readonly many: number;
}

const CLI = new URL("../../../cli/src/main.ts", import.meta.url).href;

const { credentials, settings, references, rounds, ...connection } = JSON.parse(
  process.env.BENCH_WORK ?? "{}",
) as SessionWork;

const variables = Object.keys(credentials).map((field) => [field, `BENCH_${field.toUpperCase()}`] as const);
const keyferry = await createKeyferry({
  settings,
  env: Object.fromEntries(variables.map(([field, variable]) => [variable, credentials[field]])),
  pluginRoots: [CLI],
});
await keyferry.connections.create({
  name: "bench",
  ...connection,
  sources: Object.fromEntries(variables.map(([field, variable]) => [field, `env:${variable}`])),
});
const one: number[] = [];
const many: number[] = [];
for (let round = -1; round < rounds; round += 1) {
  const times = [await timed(references.slice(0, 1)), await timed(references)] as const;
  if (round < 0) continue; // the first round logs in and opens the sockets
  one.push(times[0]);
  many.push(times[1]);
}
process.stdout.write(JSON.stringify({ one: median(one), many: median(many) } satisfies SessionTimes));
await keyferry.dispose();

async function timed(wanted: readonly string[]): Promise<number> {
  const env = Object.fromEntries(wanted.map((reference, index) => [`V${index}`, reference]));
  const started = performance.now();
  await keyferry.resolveAdHoc({ env, job: { program: "true", args: [] } });
  return performance.now() - started;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
