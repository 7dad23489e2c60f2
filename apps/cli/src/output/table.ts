import wrapAnsi from "wrap-ansi";
import { printable } from "./printable.ts";
import { type Stream, styled } from "./stream.ts";
import { widthOf } from "./width.ts";

const GAP = 2;
/** No column gets narrower than this: a terminal that is too small for the table then breaks its lines itself. */
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
  const cells = rows.map((row) => columns.map(({ cell }) => printable(String(cell(row) ?? ""))));
  const widths = fit(widest([titles, ...cells]), stream.columns);
  const head = line(titles, widths).map((text) => styled(stream, "bold", text));
  return `${[...head, ...cells.flatMap((row) => line(row, widths))].join("\n")}\n`;
}

/** Labels and values, one pair a line: what `show` prints. Pairs without a value are left out. */
export function record(stream: Stream, pairs: readonly (readonly [string, string | undefined])[]): string {
  const rows = pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  const cells = rows.map((pair) => pair.map(printable));
  const widths = fit(widest(cells), stream.columns);
  return `${cells.flatMap((row) => line(row, widths)).join("\n")}\n`;
}

function widest(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, text] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(text));
  }
  return widths;
}

/** Takes what is too much from the widest column, again and again, so that short columns stay whole. */
function fit(widths: readonly number[], available: number | undefined): number[] {
  const fitted = [...widths];
  if (available === undefined) return fitted;
  let excess = fitted.reduce((sum, width) => sum + width, 0) + GAP * (fitted.length - 1) - available;
  while (excess > 0) {
    const most = Math.max(...fitted);
    if (most <= NARROWEST) break;
    const at = fitted.indexOf(most);
    const next = Math.max(NARROWEST, ...fitted.filter((width, index) => index !== at && width < most));
    const step = Math.min(excess, Math.max(1, most - next));
    fitted[at] = most - step;
    excess -= step;
  }
  return fitted;
}

/** One row as one or more lines, without blanks at their ends. */
function line(row: readonly string[], widths: readonly number[]): string[] {
  const whole = wholeLine(row, widths);
  if (whole !== undefined) return [whole];
  const columns = row.map((text, at) => {
    const width = widths[at] ?? 0;
    return widthOf(text) > width ? wrapAnsi(text, width, { hard: true, trim: false }).split("\n") : [text];
  });
  const height = Math.max(1, ...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    columns
      .map((lines, at) => pad(lines[index] ?? "", widths[at] ?? 0))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}

/** A row whose cells all fit, as nearly every row of a long listing; else undefined. */
function wholeLine(row: readonly string[], widths: readonly number[]): string | undefined {
  let text = "";
  for (let at = 0; at < row.length; at += 1) {
    const cell = row[at] ?? "";
    const space = (widths[at] ?? 0) - widthOf(cell);
    if (space < 0) return undefined;
    text += cell + " ".repeat(space + GAP);
  }
  return text.trimEnd();
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}
