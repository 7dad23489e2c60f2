import type { CallContext, ListQuery, RemoteSecret, Session } from "@keyferry/core/provider";

/** A whole list, as a host reads it. */
export interface WholeList {
  readonly items: readonly RemoteSecret[];
  readonly pages: number;
  /** Whether a page led to one that was read before. */
  readonly cyclic: boolean;
}

/** Follows the pages of a list, and ends a circle. */
export async function readList(
  session: Session,
  context: () => CallContext,
  query: ListQuery = {},
): Promise<WholeList> {
  const items: RemoteSecret[] = [];
  const seen = new Set<string>();
  let next: string | undefined;
  let pages = 0;
  do {
    const page = await session.list({ ...query, ...(next === undefined ? {} : { cursor: next }) }, context());
    items.push(...page.items);
    pages += 1;
    next = page.next;
    if (next !== undefined && seen.has(next)) return { items, pages, cyclic: true };
    if (next !== undefined) seen.add(next);
  } while (next !== undefined);
  return { items, pages, cyclic: false };
}
