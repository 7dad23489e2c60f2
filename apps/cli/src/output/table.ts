import wrapAnsi from "wrap-ansi";
import { type Stream, shown, styled } from "./stream.ts";
import { widthOf } from "./width.ts";

const GAP = 2;
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
  const cells = rows.map((row) => columns.map(({ cell }) => shown(stream, String(cell(row) ?? ""))));
  const full = widest([titles, ...cells]);
  if (isTooNarrow(full, stream.columns)) return stacked(stream, titles, cells);
  const widths = fit(full, stream.columns);
  const head = line(titles, widths).map((text) => styled(stream, "bold", text));
  return `${[...head, ...cells.flatMap((row) => line(row, widths))].join("\n")}\n`;
}

/** Labels and values, one pair a line: what `show` prints. Pairs without a value are left out. */
export function record(stream: Stream, pairs: readonly (readonly [string, string | undefined])[]): string {
  const rows = pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  const cells = rows.map((pair) => pair.map((text) => shown(stream, text)));
  const widths = fit(widest(cells), stream.columns);
  return `${cells.flatMap((row) => line(row, widths)).join("\n")}\n`;
}

function isTooNarrow(widths: readonly number[], available: number | undefined): boolean {
  const least = widths.reduce((sum, width) => sum + Math.min(width, NARROWEST), 0) + GAP * (widths.length - 1);
  return available !== undefined && least > available;
}

/** Each row as a block of labels and values, with a blank line between. Empty cells are left out. */
function stacked(stream: Stream, titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const label = Math.max(...titles.map((title) => widthOf(title)));
  const room = Math.max(NARROWEST, (stream.columns ?? 0) - label - GAP);
  const pair = (title: string, text: string) => {
    const [first = "", ...rest] = line([title, text], [label, room]);
    return [styled(stream, "bold", title) + first.slice(title.length), ...rest];
  };
  const blocks = rows.map((row) => {
    const lines = row.flatMap((text, at) => (text === "" ? [] : pair(titles[at] ?? "", text)));
    return lines.map((text) => `${text}\n`).join("");
  });
  return blocks.join("\n");
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
