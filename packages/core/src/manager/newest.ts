import { type Failure, isKeyferryError } from "../contract/failure.ts";
import type { RemoteSecret } from "../contract/session.ts";
import type { RemoteReader } from "../resolve/port.ts";

/** What managers say about secrets, or why they say nothing. Secret id → answer. */
export type Said = ReadonlyMap<string, RemoteSecret | { readonly failures: readonly Failure[] }>;

/** A secret to ask for. */
export interface Asked {
  readonly id: string;
  readonly remoteName: string;
}

/** Up to this number, each secret is asked for separately; above, the manager's list is read first. */
const FEW = 100;
const AT_ONCE = 16;

/** Asks one connection's manager about secrets, only with `describe` and `list`: no value is read. Never throws. */
export async function askNewest(
  remote: RemoteReader,
  connection: string,
  secrets: readonly Asked[],
  signal?: AbortSignal,
): Promise<Said> {
  const said = new Map<string, RemoteSecret | { readonly failures: readonly Failure[] }>();
  let open = secrets;
  if (secrets.length > FEW) open = await byList(remote, connection, secrets, said, signal);
  let describes = true;
  const describe = async ({ id, remoteName }: Asked): Promise<void> => {
    try {
      const answer = await remote.describe(connection, { remoteName }, signal);
      if (answer === undefined) describes = false;
      else said.set(id, answer);
    } catch (thrown) {
      if (!isKeyferryError(thrown)) throw thrown;
      said.set(id, { failures: thrown.failures });
    }
  };
  const [first, ...others] = open;
  if (first === undefined) return said;
  await describe(first);
  if (describes) await someAtOnce(others, describe);
  else if (secrets.length <= FEW) await byList(remote, connection, secrets, said, signal);
  return said;
}

/** Reads the manager's list, and returns the secrets about which it does not say enough. */
async function byList(
  remote: RemoteReader,
  connection: string,
  secrets: readonly Asked[],
  said: Map<string, RemoteSecret | { readonly failures: readonly Failure[] }>,
  signal: AbortSignal | undefined,
): Promise<readonly Asked[]> {
  const wanted = Map.groupBy(secrets, ({ remoteName }) => remoteName);
  try {
    for await (const item of remote.list(connection, undefined, signal)) {
      for (const { id } of wanted.get(item.name) ?? []) said.set(id, item);
    }
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    for (const { id } of secrets) said.set(id, { failures: thrown.failures });
    return [];
  }
  return secrets.filter(({ id }) => {
    const answer = said.get(id);
    return answer === undefined || (!("failures" in answer) && answer.versions === undefined);
  });
}

async function someAtOnce(all: readonly Asked[], work: (each: Asked) => Promise<void>): Promise<void> {
  const rest = [...all].reverse();
  const worker = async (): Promise<void> => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
}
