import { escapeText, hiddenCharacter } from "../settings/quote.ts";

/** Whether a text can be shown on one line as it is. */
export function isPlainLine(text: string): boolean {
  return hiddenCharacter(text) === undefined;
}

/** Foreign text as one line that can be shown: what could steer a terminal is written `\u{…}`, and `max` characters bound it. */
export function safeText(text: string, max: number): string {
  // The cut comes first, so that the cost does not grow with the text.
  const shown = escapeText(cut(text, max));
  return cut(shown, max);
}

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}
