import stringWidth from "string-width";

const GRAPHEMES = new Intl.Segmenter();

/** As much of a printable text as fits in so many columns; `more` stands at the end where something is left out. */
export function cut(text: string, columns: number, more = "…"): string {
  if (stringWidth(text) <= columns) return text;
  const room = columns - stringWidth(more);
  let fits = "";
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    width += stringWidth(segment);
    if (width > room) break;
    fits += segment;
  }
  return room < 0 ? "" : fits + more;
}
