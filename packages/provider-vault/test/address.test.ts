import fc from "fast-check";
import { describe, expect, it } from "vitest";
import provider from "../src/index.ts";
import { encodePath } from "../src/path.ts";
import { connection } from "./support/connection.ts";

const to = connection({ url: "https://vault.example.com/v1/secret/" });
const address = (text: string) => provider.address(text, to);

describe("address", () => {
  it.each([
    "app",
    "app/db",
    "a b/c",
    "ö/日本/🔑",
    "data/app",
    "a.b/c..d",
    "..a",
    "a/.b",
    "x&y=1",
    "+:@!'()*~",
    "{{x}}",
  ])("takes %j as it is", (text) => {
    expect(address(text)).toEqual({ ok: true, name: text });
  });

  it.each([
    ["", "empty"],
    ["/app", "empty part"],
    ["app/", "empty part"],
    ["a//b", "empty part"],
    [".", ". or .."],
    ["..", ". or .."],
    ["a/../b", ". or .."],
    ["a/./b", ". or .."],
    ["../../sys/seal", ". or .."],
    ["app.", "period"],
    ["a%2e%2e", "%"],
    ["a%2Fb", "%"],
    ["a\\b", "\\"],
    ["a?version=1", "?"],
    ["a#key", "#"],
    ["a\nb", "control"],
    ["a\0b", "control"],
    ["a\tb", "control"],
    ["a\u0085b", "control"],
    ["a\ud800b", "half"],
  ])("refuses %j, which has %s", (text, why) => {
    const result = address(text);
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid-address", message: expect.stringContaining(why), hint: expect.any(String) },
    });
  });

  it("takes no text that a URL would change on its way", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        const result = address(text);
        if (!result.ok) return;
        expect(result.name).toBe(text);
        const url = `https://vault.example.com/v1/secret/data/${encodePath(text)}`;
        expect(new URL(url).href).toBe(url);
        expect(decodeURIComponent(encodePath(text))).toBe(text);
      }),
    );
  });
});
