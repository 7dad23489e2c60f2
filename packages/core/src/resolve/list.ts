import { KeyferryError } from "../contract/failure.ts";
import type { RemoteSecret } from "../contract/session.ts";
import type { Events } from "../events/events.ts";
import type { Limits } from "./limits.ts";
import { failureOf } from "./outcome.ts";
import type { ConnectionReader } from "./reader.ts";

export interface ListOptions {
  /** Only names that contain this text, regardless of case. */
  readonly filter?: string;
  readonly limits: Limits;
  readonly events: Events;
}

/**
 * The manager's secrets, page by page as they arrive, each name once. Throws `KeyferryError`: what the manager
 * reported, or `integrity` for a list that goes in circles or exceeds the limits; it is never silently cut short.
 */
export async function* listSecrets(
  reader: ConnectionReader,
  { filter, limits, events }: ListOptions,
  signal: AbortSignal,
): AsyncGenerator<RemoteSecret> {
  const connection = reader.connection.name;
  const wanted = filter?.toLowerCase();
  const names = new Set<string>();
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let page = 1; ; page += 1) {
    const query = { ...(filter === undefined ? {} : { filter }), ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await reader
      .call((session, context) => session.list(query, context), signal)
      .catch((thrown: unknown) => {
        throw listError(connection, failureOf(thrown));
      });
    for (const item of items) {
      if (names.has(item.name)) continue;
      names.add(item.name);
      if (names.size > limits.listNames) throw broken(connection, `has more than ${limits.listNames} names`);
      if (wanted === undefined || item.name.toLowerCase().includes(wanted)) yield item;
    }
    events.emit({ type: "list-page", connection, page, names: names.size });
    if (next === undefined) return;
    if (cursors.has(next)) throw broken(connection, "turns in a circle: a page came again");
    if (page >= limits.listPages) throw broken(connection, `has more than ${limits.listPages} pages`);
    cursors.add(next);
    cursor = next;
  }
}

function broken(connection: string, message: string): KeyferryError {
  return listError(connection, {
    code: "integrity",
    message: `the manager's list ${message}`,
    hint: "narrow the list with --filter, or tell the manager's operator",
  });
}

function listError(connection: string, failure: ReturnType<typeof failureOf>): KeyferryError {
  const { retryAfterMs: _, splitBatch: __, ...plain } = failure;
  return new KeyferryError({ where: `connection ${connection}`, connection, ...plain });
}
