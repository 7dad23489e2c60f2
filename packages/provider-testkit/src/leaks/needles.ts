import { type Encoding, encodings } from "./encodings.ts";

/** One byte string to look for, and what finding it would mean. */
export interface Needle {
  readonly bytes: Buffer;
  readonly encoding: Encoding;
  /** Which of the scanner's values, counted from 0. */
  readonly value: number;
}

/** Shorter values would be found by chance, in base64 above all. */
export const minValueBytes = 6;
/** A line of a longer value is looked for on its own from this length. */
const minLineBytes = 12;

/**
 * Makes the needles of all values in all encodings. A value of several lines is looked for line by line too, since printers break it up;
 * the frame of a PEM file is not, since it is no secret. A form that an earlier encoding has already is not looked for twice.
 */
export function makeNeedles(values: readonly string[]): Needle[] {
  const needles = new Map<string, Needle>();
  for (const encoding of Object.keys(encodings) as Encoding[]) {
    for (const [value, text] of values.entries()) {
      for (const part of parts(text)) {
        for (const bytes of encodings[encoding](Buffer.from(part, "utf8"))) {
          const key = bytes.toString("latin1");
          if (!needles.has(key)) needles.set(key, { bytes, encoding, value });
        }
      }
    }
  }
  return [...needles.values()];
}

function parts(text: string): string[] {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => Buffer.byteLength(line) >= minLineBytes && !line.startsWith("-----"));
  return [...new Set([text, ...lines])];
}
