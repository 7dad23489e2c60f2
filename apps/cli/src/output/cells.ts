import { isPlain } from "./printable.ts";
import { type Stream, shown } from "./stream.ts";
import { widthOf } from "./width.ts";

/** Blanks between two columns. */
export const GAP = 2;

/** What stands in one column, ready to be shown. */
export interface Cells {
  readonly texts: readonly string[];
  /** Of the widest text or of the title, in columns of the terminal. */
  readonly width: number;
  /** All texts are printable ASCII: each is as wide as it is long. */
  readonly plain: boolean;
}

/** So many texts are put together at once: what 10,000 take would be touched once and never again. */
const AT_ONCE = 256;

/** Makes the cells of one column printable, and measures them. The title is ours. */
export function cellsOf(stream: Stream, title: string, raw: readonly string[]): Cells {
  let plain = true;
  // One look at many of them together: nearly every column of a long listing is plain.
  for (let at = 0; plain && at < raw.length; at += AT_ONCE) plain = isPlain(raw.slice(at, at + AT_ONCE).join(""));
  const texts = plain ? raw : raw.map((text) => shown(stream, text));
  let width = widthOf(title);
  for (let at = 0; at < texts.length; at += 1) {
    const text = texts[at] ?? "";
    const columns = plain ? text.length : widthOf(text);
    if (columns > width) width = columns;
  }
  return { texts, width, plain };
}

export function rowOf(cells: readonly Cells[], row: number): string[] {
  return cells.map(({ texts }) => texts[row] ?? "");
}

/** Rows whose cells all fit, one a line, without blanks at their ends. */
export function wholeRows(cells: readonly Cells[], count: number): string {
  const blanks: string[] = [];
  let all = "";
  let parts: string[] = [];
  for (let row = 0; row < count; row += 1) {
    let last = cells.length - 1;
    let end = trimmed(cells[last], row);
    while (end === "" && last > 0) {
      last -= 1;
      end = trimmed(cells[last], row);
    }
    for (let at = 0; at < last; at += 1) {
      const { texts, width, plain } = cells[at] as Cells;
      const text = texts[row] ?? "";
      const space = width + GAP - (plain ? text.length : widthOf(text));
      blanks[space] ??= " ".repeat(space);
      parts.push(text, blanks[space]);
    }
    parts.push(end, "\n");
    // Not cell by cell: the text would be a tree of 100,000 parts.
    if (row % AT_ONCE === 0) {
      all += parts.join("");
      parts = [];
    }
  }
  return all + parts.join("");
}

function trimmed(column: Cells | undefined, row: number): string {
  return (column?.texts[row] ?? "").trimEnd();
}
