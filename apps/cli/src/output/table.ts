import wrapAnsi from "wrap-ansi";
import { type Cells, cellsOf, GAP, rowOf, wholeRows } from "./cells.ts";
import { type Stream, styled } from "./stream.ts";
import { widthOf } from "./width.ts";

/** No column gets narrower than this: on a terminal that is too small for the table its rows are shown one below the other. */
const NARROWEST = 8;

/** A column: its title, and its cell of a row. An absent value is an empty cell. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | number | undefined;
}

/**
 * Aligned columns. Cells are made printable; on a terminal long ones are broken into lines so that the table fits, in a
 * pipe each row is one whole line.
 */
export function table<Row>(stream: Stream, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const titles = columns.map(({ title }) => title);
  const cells = columns.map(({ title, cell }) =>
    cellsOf(
      stream,
      title,
      rows.map((row) => String(cell(row) ?? "")),
    ),
  );
  const full = cells.map(({ width }) => width);
  if (isTooNarrow(full, stream.columns)) return stacked(stream, titles, cells, rows.length);
  const widths = fit(full, stream.columns);
  const head = line(titles, widths).map((text) => `${styled(stream, "bold", text)}\n`);
  return head.join("") + body(cells, widths, rows.length);
}

/** Labels and values, one pair a line: what `show` prints. Pairs without a value are left out. */
export function record(stream: Stream, pairs: readonly (readonly [string, string | undefined])[]): string {
  const rows = pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  const cells = [0, 1].map((at) =>
    cellsOf(
      stream,
      "",
      rows.map((row) => row[at] ?? ""),
    ),
  );
  const full = cells.map(({ width }) => width);
  return body(cells, fit(full, stream.columns), rows.length);
}

/** All rows, the whole ones in one go. */
function body(cells: readonly Cells[], widths: readonly number[], count: number): string {
  if (cells.every(({ width }, at) => width <= (widths[at] ?? 0))) return wholeRows(cells, count);
  const lines = Array.from({ length: count }, (_, at) => line(rowOf(cells, at), widths));
  return lines.map((texts) => `${texts.join("\n")}\n`).join("");
}

function isTooNarrow(widths: readonly number[], available: number | undefined): boolean {
  const least = widths.reduce((sum, width) => sum + Math.min(width, NARROWEST), 0) + GAP * (widths.length - 1);
  return available !== undefined && least > available;
}

/** Each row as a block of labels and values, with a blank line between. Empty cells are left out. */
function stacked(stream: Stream, titles: readonly string[], cells: readonly Cells[], count: number): string {
  const label = Math.max(...titles.map((title) => widthOf(title)));
  const room = Math.max(NARROWEST, (stream.columns ?? 0) - label - GAP);
  const pair = (title: string, text: string) => {
    const [first = "", ...rest] = line([title, text], [label, room]);
    return [styled(stream, "bold", title) + first.slice(title.length), ...rest];
  };
  const blocks = Array.from({ length: count }, (_, row) => {
    const lines = rowOf(cells, row).flatMap((text, at) => (text === "" ? [] : pair(titles[at] ?? "", text)));
    return lines.map((text) => `${text}\n`).join("");
  });
  return blocks.join("\n");
}

/** Takes what is too much from the widest columns, from each as much, again and again, so that short columns stay whole. */
function fit(widths: readonly number[], available: number | undefined): number[] {
  const fitted = [...widths];
  if (available === undefined) return fitted;
  let excess = fitted.reduce((sum, width) => sum + width, 0) + GAP * (fitted.length - 1) - available;
  while (excess > 0) {
    const most = Math.max(...fitted);
    if (most <= NARROWEST) break;
    const next = Math.max(NARROWEST, ...fitted.filter((width) => width < most));
    const widest = fitted.flatMap((width, at) => (width === most ? [at] : []));
    const step = Math.min(Math.ceil(excess / widest.length), most - next);
    for (const at of widest) {
      const less = Math.min(step, excess);
      fitted[at] = most - less;
      excess -= less;
    }
  }
  return fitted;
}

/** One row as one or more lines, without blanks at their ends. */
function line(row: readonly string[], widths: readonly number[]): string[] {
  const columns = row.map((text, at) => {
    const width = widths[at] ?? 0;
    return widthOf(text) > width ? broken(text, width) : [text];
  });
  const height = Math.max(1, ...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    columns
      .map((lines, at) => pad(lines[index] ?? "", widths[at] ?? 0))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}

/** A text in lines. The blank at which it is broken is gone; one at its beginning may be a part of a name. */
function broken(text: string, width: number): string[] {
  const [first = "", ...rest] = wrapAnsi(text, width, { hard: true, trim: false }).split("\n");
  return [first, ...rest.map((each) => each.replace(/^ /, ""))];
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}
