/** Characters that a terminal or a reader would take for something else: control, format, bidi, zero-width, lone halves, odd spaces. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}/u;
const EVERY_HIDDEN = new RegExp(HIDDEN.source, "gu");

const LONGEST = 120;

/** The first character of a text that must not stand in a name, as `\u{..}`, or undefined. */
export function hiddenCharacter(text: string): string | undefined {
  const found = HIDDEN.exec(text)?.[0];
  return found === undefined ? undefined : escaped(found);
}

/** A text from outside for a message: hidden characters escaped as `\u{..}`. */
export function escapeText(text: string): string {
  return text.replace(EVERY_HIDDEN, escaped);
}

/** A name from outside in quotation marks, escaped, and cut where it is long. */
export function quote(text: string): string {
  const cut = [...text.slice(0, LONGEST * 2)].slice(0, LONGEST).join("");
  return `"${escapeText(cut)}${cut.length < text.length ? "…" : ""}"`;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
