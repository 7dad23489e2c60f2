import type { RemoteSecret } from "@keyferry/core";
import type { Invocation } from "./invocation.ts";
import { waitingFor } from "./waiting.ts";

/** The manager's whole list, with a line of progress for a person who waits. */
export async function collectNames(
  invocation: Invocation,
  connection: string,
  filter?: string,
): Promise<readonly RemoteSecret[]> {
  const { connections } = await invocation.keyferry();
  const found: RemoteSecret[] = [];
  await waitingFor(invocation, "reading names", async () => {
    const options = { ...invocation.callOptions, ...(filter === undefined ? {} : { filter }) };
    for await (const secret of connections.names(connection, options)) found.push(secret);
  });
  return found;
}
