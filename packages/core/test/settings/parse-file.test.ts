import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSchema } from "../../src/settings/fits.ts";
import { MISFIT } from "../../src/settings/fits-parts.ts";
import { parseFile, parseFitting } from "../../src/settings/parse-file.ts";

/** Records of texts and of records, which any such value fits. */
const TEXTS = { type: "object", additionalProperties: { type: "string" } };
const fits = compileSchema({ type: "object", additionalProperties: TEXTS });

const PARTS = ['"', ":", " ", "\n", "{", "}", ",", "a", "é", "🔑"];
/** Texts with what parts the members of JSON. */
const text = fc.string({ unit: fc.constantFrom(...PARTS, "\\"), maxLength: 6 });
const value = fc.dictionary(text, fc.dictionary(text, text, { maxKeys: 4 }), { maxKeys: 4 });
const gap = fc.stringMatching(/^[ \t\r\n]{0,2}$/);

/** The JSON of members in their order, with blanks around the colons. */
function written(members: readonly (readonly [string, string])[], blanks: readonly [string, string]): string {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}${blanks.join(":")}${json}`).join(",")}}`;
}

describe("parseFitting", () => {
  it("gives what was written, or leaves it to the closer look", () => {
    let told = 0;
    fc.assert(
      fc.property(value, gap, gap, (before, ...blanks) => {
        const members = Object.entries(before).map(([name, inner]) => {
          return [
            name,
            written(
              Object.entries(inner).map(([key, each]) => [key, JSON.stringify(each)]),
              blanks,
            ),
          ] as const;
        });
        const bytes = Buffer.from(written(members, blanks));
        const found = parseFitting(bytes, fits);
        if (found !== undefined) told += 1;
        expect([found ?? before, parseFile(bytes, "f")]).toEqual([before, before]);
      }),
      { numRuns: 4_000 },
    );
    expect(told).toBeGreaterThan(500);
  });

  it("never takes a member that is there twice", () => {
    const twice = fc.tuple(
      fc.array(fc.tuple(text, text), { maxLength: 3 }),
      text,
      fc.array(text, { minLength: 2, maxLength: 3 }),
    );
    fc.assert(
      fc.property(twice, gap, gap, ([others, key, values], ...blanks) => {
        const members = [...others, ...values.map((each) => [key, each] as const)];
        const inner = written(
          members.map(([inside, each]) => [inside, JSON.stringify(each)] as const),
          blanks,
        );
        const bytes = Buffer.from(written([["a", inner]], blanks));
        expect(parseFitting(bytes, fits)).toBeUndefined();
        expect(() => parseFile(bytes, "f")).toThrow("two members of one name");
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['\\"', "\\n", "\\/", "\\u0061"])("takes no name for another one that was read before it: %s", (escaped) => {
    // https://github.com/nodejs/node/issues/63785
    for (const before of ["\\\\", "\\\\u"]) parseFile(Buffer.from(`{"a":{"h":"","${before}":""}}`), "f");
    const bytes = Buffer.from(`{"a":{"h":"","${escaped}":"x"}}`);
    const right = { a: { h: "", [JSON.parse(`"${escaped}"`) as string]: "x" } };
    expect([parseFitting(bytes, fits) ?? right, parseFile(bytes, "f")]).toEqual([right, right]);
  });

  it("says of a file with such a name, too, where it is damaged", () => {
    const damaged = Buffer.from('{"a":\n{"\\n":"",, "\\n":""}}');
    expect(() => parseFile(damaged, "f")).toThrow("it is damaged: not JSON, at line 2, column 10");
    expect(() => parseFile(Buffer.from(`{"\\n":${"[".repeat(100_000)}`), "f")).toThrow("it nests deeper than");
  });

  it.each([
    ["what does not fit", '{"a": 1}'],
    ["no JSON", '{"a": {'],
    ["a byte order mark", '\uFEFF{"a": {}}'],
    ["half of a character", '{"a": {"b": "\\ud800"}}'],
    ["a member named __proto__", '{"__proto__": {}}'],
    ["that name in disguise", '{"a": {"\\u005f_proto__": "x"}}'],
  ])("leaves %s to the closer look", (_, json) => {
    expect(parseFitting(Buffer.from(json), fits)).toBeUndefined();
  });

  it("leaves what is not UTF-8 to the closer look", () => {
    expect(parseFitting(Buffer.from([0x7b, 0xff, 0x7d]), fits)).toBeUndefined();
  });

  it("is told of a misfit by no number of members", () => {
    expect(fits({ a: { b: "c" } })).toBe(2);
    expect(fits({ a: { b: 1 } })).toBe(MISFIT);
  });
});
