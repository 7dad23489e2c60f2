import { KeyferryError } from "../contract/failure.ts";
import type { Settings } from "../settings/model.ts";
import { secretOfSource } from "../settings/secret-source.ts";

type Held = Pick<Settings, "connections" | "secrets">;

/** The largest number of connections in a chain of logins, both ends included. */
const MOST_CONNECTIONS = 4;
/** A chain of this length is not followed to its end. */
const MOST_STEPS = 500;

interface Step {
  readonly secret: string;
  readonly connection: string;
}

/**
 * Checks the chain of logins of a connection, from connection to secret to connection. Throws `KeyferryError` (`rule`)
 * with the whole path if it leads back to itself, or spans more than four connections.
 */
export function checkChain(held: Held, id: string): void {
  const lengths = new Map<string, number>();
  const measure = (at: string, path: readonly string[], words: readonly string[]): number => {
    const name = held.connections.get(at)?.name ?? at;
    if (path.includes(at)) throw refusal(held, id, "it leads back to itself", [...words, name], "break the circle");
    const known = lengths.get(at);
    if (known !== undefined) return known;
    if (path.length >= MOST_STEPS) return 1;
    const steps = nextOf(held, at);
    const ahead = steps.map(({ secret, connection }) => measure(connection, [...path, at], [...words, name, secret]));
    const length = 1 + Math.max(0, ...ahead);
    lengths.set(at, length);
    return length;
  };
  if (measure(id, [], []) <= MOST_CONNECTIONS) return;
  const message = `it goes over more than ${MOST_CONNECTIONS} connections`;
  throw refusal(held, id, message, longestPath(held, id, lengths), "let one of them log in by itself");
}

function nextOf({ connections, secrets }: Held, id: string): Step[] {
  const sources = Object.values(connections.get(id)?.auth.sources ?? {});
  return sources.flatMap((source) => {
    const secret = secrets.get(secretOfSource(source) ?? "");
    return secret === undefined ? [] : [{ secret: secret.name, connection: secret.connection }];
  });
}

/** One of the longest chains, up to the first connection that is too many. */
function longestPath(held: Held, start: string, lengths: ReadonlyMap<string, number>): string[] {
  const words: string[] = [];
  let at = start;
  for (let count = 1; ; count += 1) {
    words.push(held.connections.get(at)?.name ?? at);
    const [next] = nextOf(held, at).sort((a, b) => (lengths.get(b.connection) ?? 1) - (lengths.get(a.connection) ?? 1));
    if (next === undefined || count > MOST_CONNECTIONS) return words;
    words.push(next.secret);
    at = next.connection;
  }
}

function refusal(held: Held, id: string, message: string, path: readonly string[], hint: string): KeyferryError {
  const connection = held.connections.get(id)?.name ?? id;
  return new KeyferryError({
    code: "rule",
    where: `connection ${connection}`,
    message: `the way of its login cannot be taken, ${message}: ${path.join(" → ")}`,
    hint,
    connection,
  });
}
