/**
 * Control characters (C0, C1, ESC), format characters (bidi overrides, zero-width, tags), line separators and lone
 * surrogates: what moves a cursor, hides text or turns its direction.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** Nearly every text: nothing in it is unsafe, and each character takes one column. */
const PLAIN = /^[ -~]*$/;
const PLAIN_LINES = /^[ -~\n]*$/;

/** Whether a text is printable ASCII alone, which is shown as it is. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** Makes text from outside safe for one line of a terminal: unsafe characters are shown as `\u{1b}`. */
export function printable(text: string): string {
  return isPlain(text) ? text : text.replace(UNSAFE, escaped);
}

/** The same escapes for every character that a terminal without Unicode would show as several wrong ones. */
export function asciiOnly(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** The same for a text of several lines: its own line breaks stay. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** JSON for programs that is safe on a terminal too: the same characters, escaped as JSON does it. */
export function jsonText(value: unknown): string {
  // JSON.stringify leaves C1, bidi and zero-width characters as they are. They can stand in its strings only, so the
  // escaped text still means the same; its own line breaks stay.
  const text = JSON.stringify(value, null, 2);
  if (PLAIN_LINES.test(text)) return `${text}\n`;
  const safe = text.replace(UNSAFE, (character) =>
    character === "\n" ? character : character.split("").map(escapeUnit).join(""),
  );
  return `${safe}\n`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
