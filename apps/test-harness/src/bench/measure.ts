import { spawn } from "node:child_process";

/** One command to time: a whole process, from its start to its end. */
export interface Timed {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Called before each run. */
  readonly before?: () => void;
}

export interface Timing {
  readonly median: number;
  readonly min: number;
}

/**
 * Times commands side by side: each round runs every command once, so that a slow phase of the machine meets all of them.
 * Milliseconds. Throws where a command fails, since a failure is quick.
 */
export async function timeSideBySide(
  commands: readonly Timed[],
  rounds: number,
  run: (command: Timed) => Promise<number>,
): Promise<Map<string, Timing>> {
  const times = new Map<string, number[]>(commands.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const command of commands) {
      command.before?.();
      const ms = await run(command);
      if (round >= 0) times.get(command.name)?.push(ms); // the first round warms caches up
    }
  }
  return new Map([...times].map(([name, all]) => [name, summary(all)]));
}

/** Runs `node ARGS` to its end, without blocking the stores that run in this process, and gives its time in milliseconds. */
export async function runNode(command: Timed): Promise<number> {
  const started = performance.now();
  await nodeOutput(command);
  return performance.now() - started;
}

/** Runs `node ARGS` to its end, and gives what it printed. */
export function nodeOutput({ name, args, env }: Timed): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${name} ended with ${code}: ${said}`));
    });
  });
}

function summary(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, min: sorted[0] ?? Number.NaN };
}
