import type { Invocation } from "../invocation.ts";
import { jsonText } from "../output/printable.ts";
import { type Column, table } from "../output/table.ts";

/** What every listing takes. */
export interface ListOptions {
  readonly json?: true;
}

/** Prints rows as a table, or as a JSON array. Where there are none, the table is a message to the person. */
export function printList<Row>(
  invocation: Invocation,
  options: ListOptions,
  rows: readonly Row[],
  layout: { readonly columns: readonly Column<Row>[]; readonly none: string },
): void {
  if (options.json) invocation.print(jsonText(rows));
  else if (rows.length === 0) invocation.say(layout.none);
  else invocation.print(table(invocation.world.stdout, layout.columns, rows));
}
