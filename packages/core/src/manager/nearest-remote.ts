import { isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { RemoteReader } from "../resolve/port.ts";
import { nearest } from "../settings/nearest.ts";
import { quote } from "../settings/quote.ts";

/** How long the manager's list is searched for similar names, in milliseconds, and how many names are read. */
const LOOK_MS = 3_000;
const MOST_NAMES = 2_000;

/** Asks a manager about one secret; if it has none of this name, the error offers the nearest names that it lists. */
export async function offeringNearest<T>(
  remote: Pick<RemoteReader, "list">,
  connection: string,
  remoteName: string,
  ask: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isKeyferryError(error) || error.failures.some(({ code }) => code !== "not-found")) throw error;
    const names = await namesOf(remote, connection, signal);
    const near = nearest(remoteName, names);
    const [first, ...rest] = error.failures;
    if (near.length === 0 || first === undefined) throw error;
    const hint = names.includes(remoteName)
      ? "the manager lists this name: it may have no such version, or hold no value"
      : `did you mean ${near.map(quote).join(" or ")}?`;
    throw new KeyferryError({ ...first, hint }, ...rest);
  }
}

/** The names that arrive in time. A failing list counts as empty, so that the original error is the one reported. */
async function namesOf(
  remote: Pick<RemoteReader, "list">,
  connection: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const names: string[] = [];
  const limit = AbortSignal.timeout(LOOK_MS);
  try {
    const until = signal ? AbortSignal.any([signal, limit]) : limit;
    for await (const { name } of remote.list(connection, undefined, until)) {
      if (names.push(name) >= MOST_NAMES) break;
    }
  } catch (error) {
    if (!isKeyferryError(error)) throw error;
  }
  return names;
}
