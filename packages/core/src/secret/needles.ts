import { base64Lines, binaryForms } from "./forms/binary.ts";
import { jsonForms, literalForms } from "./forms/literals.ts";
import { longMarkupForms, markupForms } from "./forms/markup.ts";
import { percentForms, urlForms } from "./forms/percent.ts";
import { shellForms } from "./forms/shell.ts";

/** Shorter needles would mask ordinary output, so a shorter value cannot be masked at all. In bytes. */
const SHORTEST_NEEDLE = 4;

/** Shorter parts of a value (a line, a member of its JSON) are too common to be masked on their own. In bytes. */
const SHORTEST_PART = 8;

/** Texts above this many characters are keys and certificates rather than passwords: their rarer forms would take the room of other values. */
const LONG_TEXT = 1_024;

/** Texts that every form of text leaves as they are. */
const PLAIN = /^[\w.-]*$/;

const encoder = new TextEncoder();

/**
 * The forms in which a program is likely to print a value: as it is, line by line, and encoded as programming languages, JSON, percent codes,
 * hex, base64 (at each byte shift), XML, shell words, UTF-16 and Latin-1. A value that is itself JSON adds its texts. Longest form
 * first, none twice, none shorter than {@link SHORTEST_NEEDLE}; a value shorter than that has none.
 */
export function needleForms(value: string | Uint8Array): Uint8Array[] {
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  if (bytes.length < SHORTEST_NEEDLE) return [];
  const text = typeof value === "string" ? value.toWellFormed() : decode(value);
  // Most forms are the same text: only what differs is encoded.
  const forms = new Set([...binaryForms(bytes), ...base64Lines(bytes)]);
  const found = new Map([[latin1(bytes), bytes]]);
  for (const whole of text === undefined ? [] : [text, ...jsonTexts(text)]) {
    addTo(forms, textForms(whole));
    if (whole.length <= LONG_TEXT) {
      if (whole !== text) addTo(forms, binaryForms(encoder.encode(whole)));
      for (const other of otherEncodings(whole)) found.set(latin1(other), other);
    }
    for (const line of whole.split(/[\r\n]+/)) {
      addTo(
        forms,
        [line, line.trim()].filter((part) => Buffer.byteLength(part) >= SHORTEST_PART),
      );
    }
  }
  for (const form of forms) {
    const needle = encoder.encode(form);
    if (needle.length >= SHORTEST_NEEDLE) found.set(latin1(needle), needle);
  }
  return [...found.values()].sort((a, b) => b.length - a.length);
}

function textForms(text: string): string[] {
  if (PLAIN.test(text)) return [text];
  const long = text.length > LONG_TEXT;
  const newlines = text.includes("\n") ? [text.replace(/\r?\n/g, "\r\n"), text.replace(/\r\n/g, "\n")] : [];
  return [
    ...[text, ...newlines].flatMap((each) => [each, each.replace(/\r/g, "\\r").replace(/\n/g, "\\n")]),
    ...(long ? jsonForms(text) : literalForms(text)),
    ...(long ? longMarkupForms(text) : markupForms(text)),
    ...percentForms(text),
    ...(long ? [] : urlForms(text)),
    ...shellForms(text),
  ];
}

/** What programs of Windows write, and those whose locale is no UTF-8. */
function otherEncodings(text: string): Uint8Array[] {
  const wide = Buffer.from(text, "utf16le");
  return /^[\0-\xff]{4,}$/.test(text) ? [wide, Buffer.from(text, "latin1")] : [wide];
}

function addTo(forms: Set<string>, more: readonly string[]): void {
  for (const form of more) forms.add(form);
}

/** A text of JSON, and the colon behind it that makes it a member's name. */
const JSON_TEXT = /("[^"\\]*(?:\\.[^"\\]*)*")([ \t\n\r]*:)?/gs;

/**
 * The texts inside a value that is JSON: a program that takes the value apart prints them one by one. Each is read where it stands,
 * not from the value of the whole, which lacks those of members that come twice.
 */
function jsonTexts(text: string): string[] {
  if (!/^\s*[[{"]/.test(text)) return [];
  try {
    JSON.parse(text);
  } catch {
    // Not JSON, or nested beyond the stack: the forms of the whole text stand.
    return [];
  }
  const texts: string[] = [];
  for (const [, written = "", colon] of text.matchAll(JSON_TEXT)) {
    const leaf = colon === undefined ? String(JSON.parse(written)).toWellFormed() : "";
    if (encoder.encode(leaf).length >= SHORTEST_PART) texts.push(leaf);
  }
  return texts;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
