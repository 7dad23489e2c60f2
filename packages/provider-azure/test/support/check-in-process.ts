import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { OpenConnection } from "@keyferry/core/provider";

/** What checks of some connections gave, one after the other in one process: its result, or its failure. */
export interface Checked {
  readonly results: readonly Record<string, unknown>[];
  readonly stderr: string;
}

/**
 * Checks connections in a process of its own. The SDK keeps the managed identity's endpoint and its tokens for as long as
 * the process lives, so that tests in one process would see each other's.
 */
export async function checkInProcess(
  connections: readonly OpenConnection[],
  variables: Readonly<Record<string, string>>,
): Promise<Checked> {
  const support = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const program = `
    const { open, patient } = await import(${support("./connection.ts")});
    const results = [];
    for (const connection of JSON.parse(process.argv[1])) {
      try {
        const session = await open(connection);
        results.push(await session.check(patient()));
        await session.dispose();
      } catch (thrown) {
        results.push(thrown.failure ?? { unknown: String(thrown) });
      }
    }
    process.stdout.write(JSON.stringify(results));`;
  const { PATH = "", SystemRoot = "" } = process.env;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program, JSON.stringify(connections)],
    { env: { PATH, SystemRoot, ...variables } },
  );
  return { results: JSON.parse(stdout), stderr };
}
