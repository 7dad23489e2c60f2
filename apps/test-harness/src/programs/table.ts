import type { Outcome, Seen } from "./outcome.ts";
import { SINKS } from "./watch/sighting.ts";

const BEGIN = "<!-- programs:begin -->";
const END = "<!-- programs:end -->";

/** The columns of the table on docs/deliveries.md. */
export const COLUMNS = [
  "trial",
  "recipe, helper or delivery",
  "program",
  "server",
  "values",
  ...SINKS,
  "failed login",
] as const;

/** One row of the table, by column. */
export type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

export function rowOf(outcome: Outcome): Row {
  const { name, way, program, server, alphabet, seen, wrongCode } = outcome;
  const cells = Object.fromEntries(SINKS.map((sink) => [sink, seen?.[sink].join("; ") || "nothing"])) as Record<
    keyof Seen,
    string
  >;
  return {
    trial: name,
    "recipe, helper or delivery": `\`${way}\``,
    program,
    server: server ?? "none",
    values: alphabet.startsWith("p") ? `\`${alphabet}\`` : alphabet,
    ...cells,
    "failed login": wrongCode === undefined ? "not tried" : String(wrongCode),
  };
}

/** The page with the rows between its two comments. Throws where it does not have them. */
export function withRows(page: string, rows: readonly Row[]): string {
  const [begin, end] = marks(page);
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const lines = [line(COLUMNS), line(COLUMNS.map(() => "---")), ...rows.map((row) => line(COLUMNS.map((c) => row[c])))];
  return `${page.slice(0, begin)}\n\n${lines.join("\n")}\n\n${page.slice(end)}`;
}

/** The rows that a page has; none before it was written for the first time. Throws where it does not have the two comments, or another table between them. */
export function rowsOf(page: string): Row[] {
  const [begin, end] = marks(page);
  const lines = page
    .slice(begin, end)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const [head = [], , ...rows] = lines.map((line) => line.slice(2, -2).split(" | "));
  if (lines.length === 0) return [];
  if (head.join() !== COLUMNS.join()) throw new Error("the table of the page has other columns");
  return rows.map((cells) => Object.fromEntries(COLUMNS.map((column, at) => [column, cells[at] ?? ""])) as Row);
}

/** Where a value was seen other than the page says, or not at all: the name of the trial and of the column. */
export function differences(page: readonly Row[], run: readonly Row[]): string[] {
  return run.flatMap((row) => {
    const before = page.find(({ trial }) => trial === row.trial);
    if (before === undefined) return [`${row.trial}: the page has no such row`];
    const columns = SINKS.filter((sink) => before[sink] !== row[sink]);
    return columns.map((column) => `${row.trial}, ${column}: ${row[column]} (the page says ${before[column]})`);
  });
}

function marks(page: string): [begin: number, end: number] {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has not the comments ${BEGIN} and ${END}`);
  return [begin + BEGIN.length, end];
}
