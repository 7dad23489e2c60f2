import { parseArgs } from "node:util";
import { type Row, SERVERS } from "./table.ts";

/** The rows that the arguments name, in the table's order; all, where they name none. Throws at a name that the table lacks. */
export function wantedRows(args: readonly string[], rows: readonly Row[] = SERVERS): readonly Row[] {
  // pnpm hands the `--` before the names over as well, which parseArgs takes for what it is.
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const unknown = positionals.filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) {
    throw new Error(`no server is called ${unknown.join(", ")}: there are ${rows.map(({ id }) => id).join(", ")}`);
  }
  return positionals.length === 0 ? rows : rows.filter(({ id }) => positionals.includes(id));
}
