import type { RemoteSecret } from "@keyferry/core";
import type { Invocation } from "./invocation.ts";
import { startProgress } from "./output/progress.ts";

/** The manager's whole list, with a line of progress for a person who waits. */
export async function collectNames(
  invocation: Invocation,
  connection: string,
  filter?: string,
): Promise<readonly RemoteSecret[]> {
  const { connections } = await invocation.keyferry();
  const found: RemoteSecret[] = [];
  const progress = startProgress(invocation.world.stderr, () => `reading the names of ${connection}: ${found.length}`);
  try {
    const options = { ...invocation.callOptions, ...(filter === undefined ? {} : { filter }) };
    for await (const secret of connections.names(connection, options)) found.push(secret);
  } finally {
    progress.end();
  }
  return found;
}
