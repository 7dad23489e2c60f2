import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOf } from "../src/blob-text.ts";

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const utf8 = (text: string) => Buffer.from(text, "utf8");

describe("textOf", () => {
  it.each([
    "p",
    "secret12",
    "pässwörd",
    "пароль",
    "नमन",
    "密码",
    "パスワード",
    "비밀번호",
    "a😀b",
    "10 € …",
    "p€ 🔑",
    '{\n\t"a": 1\n}',
  ])("reads %j from UTF-16LE", (text) => expect(textOf(utf16(text))).toBe(text));
  it.each(["p", "secret12", "pässwörd", "пароль", "密码", "a😀b", '{\n\t"a": 1\n}', "-----BEGIN X-----\r\nQUJD\r\n"])(
    "reads %j from UTF-8",
    (text) => expect(textOf(utf8(text))).toBe(text),
  );
  it.each([["00ff03"], ["0000"], ["00d8"], ["80"], ["61000000"], ["1ac4579e03f7b02c88d14ee96a0bf35d"], ["ffff"]])(
    "takes %s for no text",
    (hex) => expect(textOf(Buffer.from(hex, "hex"))).toBeUndefined(),
  );

  it("reads every ASCII text in both encodings", () => {
    const ascii = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)),
      minLength: 1,
    });
    fc.assert(
      fc.property(ascii, (text) => {
        expect(textOf(utf16(text))).toBe(text);
        expect(textOf(utf8(text))).toBe(text);
      }),
    );
  });

  it("gives text only that is those very bytes again", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = textOf(bytes);
        const same = (one: Buffer) => Buffer.compare(one, bytes) === 0;
        expect(text === undefined || same(utf8(text)) || same(utf16(text))).toBe(true);
      }),
    );
  });
});
