/** Control, format (bidi), separator and invisible characters, and halves of characters: nothing that a line of text needs. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

/** Whether a text can be shown on one line as it is. */
export function isPlainLine(text: string): boolean {
  return text.search(UNSAFE) < 0;
}

/** Foreign text as one line that can be shown: what could steer a terminal is written `\u{…}`, and `max` characters bound it. */
export function safeText(text: string, max: number): string {
  // The cut comes first, so that the cost does not grow with the text.
  const cut = text.length > max ? `${text.slice(0, max - 1)}…` : text;
  const shown = cut.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return shown.length > max ? `${shown.slice(0, max - 1)}…` : shown;
}
