import { backslashForms } from "./backslash.ts";
import { markupForms } from "./markup.ts";

/** Every form that a value takes in one encoding, as bytes to look for. */
type Encoder = (value: Buffer) => readonly Buffer[];

/**
 * The nine encodings that are searched. They are written apart from the redactor of the product on purpose: what the one forgets, the other
 * must not forget too.
 */
export const encodings = {
  raw: (value) => [value],
  "utf-16le": (value) => [Buffer.from(value.toString("utf8"), "utf16le")],
  base64: (value) => base64Forms(value, "base64"),
  base64url: (value) => base64Forms(value, "base64url"),
  hex: (value) => [Buffer.from(value.toString("hex"))],
  "hex-upper": (value) => [Buffer.from(value.toString("hex").toUpperCase())],
  percent: percentForms,
  json: (value) => backslashForms(value.toString("utf8")).map((form) => Buffer.from(form)),
  xml: (value) => markupForms(value.toString("utf8")).map((form) => Buffer.from(form)),
} satisfies Record<string, Encoder>;

export type Encoding = keyof typeof encodings;

/**
 * A value inside a longer text begins at one of three places of a base64 group. Of each, those characters are kept that the value alone
 * decides: what stands before or behind it, and the padding, cannot hide it.
 */
function base64Forms(value: Buffer, alphabet: "base64" | "base64url"): Buffer[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), value]).toString(alphabet);
    const start = Math.ceil((before * 8) / 6);
    const end = Math.floor(((before + value.length) * 8) / 6);
    return Buffer.from(text.slice(start, end));
  });
}

/** What each kind of percent-encoding leaves as it is; the first nothing; the last, a form's, writes a space as `+`. */
const kept = [/(?!)/, /[\w.~-]/, /[\w.~!'()*-]/, /[\w.~!'()*;/?:@&=+$,#-]/, /[\w.*-]/];

function percentForms(value: Buffer): Buffer[] {
  return kept.flatMap((keep, kind) =>
    [true, false].map((upper) => {
      const encode = (byte: number): string => {
        const character = byte < 0x80 ? String.fromCharCode(byte) : "";
        if (character !== "" && keep.test(character)) return character;
        if (character === " " && kind === kept.length - 1) return "+";
        const digits = byte.toString(16).padStart(2, "0");
        return `%${upper ? digits.toUpperCase() : digits}`;
      };
      return Buffer.from(Array.from(value, encode).join(""));
    }),
  );
}
