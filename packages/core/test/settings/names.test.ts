import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkName, nameKey } from "../../src/settings/names.ts";
import { errorOf } from "./support/folder.ts";

describe("checkName", () => {
  it.each(["prod", "NAS password", "Büro", "名前", "a:b#c?d", "🔑", "x".repeat(255)])("takes %j", (name) => {
    expect(checkName(name, "secret")).toBe(name);
  });

  it.each([
    ["", "empty"],
    ["-prod", "hyphen"],
    ["a/b", "slash"],
    [" a", "space"],
    ["a ", "space"],
    ["   ", "space"],
    ["a\nb", "\\u{a}"],
    ["a\0b", "\\u{0}"],
    ["a\u001b[31m", "\\u{1b}"],
    ["a\u202Eb", "\\u{202e}"],
    ["a\u200Bb", "\\u{200b}"],
    ["a\uFE0Fb", "\\u{fe0f}"],
    ["a\u00A0b", "\\u{a0}"],
    ["a\u2028b", "\\u{2028}"],
    ["a\uD800", "\\u{d800}"],
    ["x".repeat(256), "255 bytes"],
    ["é".repeat(128), "255 bytes"],
  ])("refuses %j and says why", async (name, why) => {
    const error = await errorOf(() => checkName(name, "secret"));
    expect(error.failures[0]).toMatchObject({ code: "usage" });
    expect(error.message).toContain(why);
    expect(error.message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
  });

  it("stores the composed form", () => {
    expect(checkName("u\u0308", "secret")).toBe("ü");
  });

  it("gives a name that it takes again, whatever was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        let name: string;
        try {
          name = checkName(text, "secret");
        } catch {
          return;
        }
        expect(checkName(name, "secret")).toBe(name);
        expect(nameKey(name)).toBe(nameKey(text));
        expect(name).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}/]+$/u);
      }),
    );
  });
});

describe("nameKey", () => {
  it.each([
    ["Prod", "prod"],
    ["STRASSE", "straße"],
    ["u\u0308ber", "ÜBER"],
    ["ΟΔΟΣ", "οδοσ"],
  ])("makes %j and %j one", (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });

  it("keeps others apart", () => {
    expect(nameKey("prod")).not.toBe(nameKey("prod2"));
  });
});
