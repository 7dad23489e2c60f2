import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENCODERS } from "../../src/encode/index.ts";

/** A line as a secret may hold it, quotes and backslashes above all. */
const line = fc
  .string({ unit: fc.oneof(fc.constantFrom('"', "'", "\\", " ", "$", "#", ":", "%"), fc.string()) })
  .filter((text) => !/[\0\r\n]/.test(text));

/** What a reader with double quotes and backslashes makes of a word; undefined where the word ends early or never. */
function read(word: string): string | undefined {
  const inside = /^"((?:[^"\\]|\\.)*)"$/su.exec(word)?.[1];
  return inside?.replace(/\\(.)/gsu, "$1");
}

describe("quoted words", () => {
  it.each(["ssh-config", "mbsync-config", "lftp"] as const)("%s: any line stays one word, and the same", (encoding) => {
    fc.assert(
      fc.property(line, (text) => {
        expect(read(ENCODERS[encoding].encode(text))).toBe(text);
      }),
    );
  });

  it("msmtp-config: any line stays as it is between the outer quotes", () => {
    fc.assert(
      fc.property(line, (text) => {
        expect(ENCODERS["msmtp-config"].encode(text)).toBe(`"${text}"`);
      }),
    );
  });

  it("curl-quoted: never ends the quotes around it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(ENCODERS["curl-quoted"].encode(text)).toMatch(/^(?:[^"\\\n\r]|\\.)*$/su);
      }),
    );
  });
});

describe("what cannot be written", () => {
  it.each([
    ["line", "a\nb"],
    ["line", "a\rb"],
    ["line", "a\0b"],
    ["ascii-line", "é"],
    ["ascii-line", "a\nb"],
    ["ssh-config", "a\nProxyCommand id"],
    ["mbsync-config", "a\n"],
    ["msmtp-config", 'a"\npasswordeval id'],
    ["lftp", "a\n!id"],
    ["curl-username", "a:b"],
    ["curl-quoted", "a\0"],
  ] as const)("is told by %s: %j", (encoding, text) => {
    const fault = ENCODERS[encoding].fault?.(text);
    expect(fault).toBeTypeOf("string");
    expect(fault).not.toContain(text);
  });

  it("is nothing of a usual password", () => {
    for (const encoding of ["line", "ssh-config", "mbsync-config", "msmtp-config", "lftp", "curl-username"] as const) {
      expect(ENCODERS[encoding].fault?.("p\"a$s'\\&€ %")).toBeUndefined();
    }
  });
});
