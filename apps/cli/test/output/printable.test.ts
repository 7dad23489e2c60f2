import { describe, expect, it } from "vitest";
import { jsonText, printable } from "../../src/output/printable.ts";

/** What moves a cursor, hides text or turns its direction: C0, DEL, C1, bidi, zero-width, separators, tags, halves. */
const HOSTILE = [
  "\u0000", "\t", "\n", "\r", "\u001b", "\u007f", "\u0085", "\u009b", "\u061c", "\u200b", "\u200d", "\u200e", "\u202a",
  "\u202e", "\u2028", "\u2029", "\u2060", "\u2066", "\u2069", "\ufeff", "\u{e0041}", "\ud800",
]; // biome-ignore format: one list

describe("printable", () => {
  it.each(HOSTILE.map((character) => [character.codePointAt(0)?.toString(16), character]))(
    "shows U+%s escaped",
    (code, character) => {
      expect(printable(`a${character}b`)).toBe(`a\\u{${code}}b`);
    },
  );

  it("disarms a clipboard write and a coloured line", () => {
    expect(printable("\u001b]52;c;aGk=\u0007")).toBe("\\u{1b}]52;c;aGk=\\u{7}");
    expect(printable("\u001b[31mred")).toBe("\\u{1b}[31mred");
  });

  it("leaves what people write", () => {
    for (const text of ["backup/nas", "Zugang für Łódź", "パスワード", "🔑 key", "é", "C:\\x"])
      expect(printable(text)).toBe(text);
  });
});

describe("jsonText", () => {
  it("means the same, and holds no unsafe character but its own line breaks", () => {
    const value = { names: HOSTILE, nested: [{ "\u202e": 1 }] };
    const text = jsonText(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });
});
