import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonProblem, plainValue, readJson } from "../../src/contract/json.ts";

const problem = (text: string, depth = 64): JsonProblem | undefined => {
  try {
    readJson(text, depth);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof JsonProblem) return thrown;
    throw thrown;
  }
};

describe("readJson", () => {
  it("reads what JSON.stringify writes, to the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom("", " ", "\n\t "), (value, space) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes("__proto__") && !/\\ud[89a-f]/i.test(text));
        expect(JSON.stringify(plainValue(readJson(space + text + space, 64)))).toBe(text);
      }),
    );
  });

  it("takes no name for another one that was read before it", () => {
    // https://github.com/nodejs/node/issues/63785
    JSON.parse('{"h":[],"\\\\":0}');
    expect(plainValue(readJson('{"h":1,"\\"":2}', 2))).toEqual({ h: 1, '"': 2 });
  });

  it("leaves it to its caller what becomes of a number", () => {
    expect(plainValue(readJson('{"a":[1.50,true,null]}', 3), (source) => source)).toEqual({ a: ["1.50", true, null] });
  });

  it("refuses what JSON.parse refuses", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (json, at, junk) => {
        const cut = at % (json.length + 1);
        const text = json.slice(0, cut) + junk + json.slice(cut + 1);
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        fc.pre(!parses);
        expect(problem(text)).toBeInstanceOf(JsonProblem);
      }),
    );
  });

  it.each([
    ["two members of one name", '{"a":1,"a":2}'],
    ["one name written in two ways", '{"a":1,"\\u0061":2}'],
    ["__proto__", '{"__proto__":{"admin":true}}'],
    ["__proto__ with an escape", '{"\\u005f_proto__":1}'],
    ["__proto__ deep inside", '{"a":[{"__proto__":1}]}'],
    ["half a character", '"\\ud800"'],
  ])("refuses %s", (_what, text) => {
    expect(problem(text)?.reason).toBe("refused");
    expect(Object.prototype).not.toHaveProperty("admin");
  });

  it("refuses deep nesting, however deep, without overflowing the stack", () => {
    expect(problem("[".repeat(64) + "]".repeat(64))).toBeUndefined();
    expect(problem("[".repeat(66) + "]".repeat(66))?.reason).toBe("refused");
    expect(problem("[".repeat(200_000))?.reason).toBe("refused");
    expect(problem('{"a":'.repeat(200_000))?.reason).toBe("refused");
  });

  it("keeps the source text of numbers", () => {
    const long = "12345678901234567890.10";
    expect(readJson(long, 1)).toEqual({ kind: "number", text: long });
    expect(readJson("1e400", 1)).toEqual({ kind: "number", text: "1e400" });
  });

  it("reads a megabyte of text in one member", () => {
    const text = "x\\n".repeat(350_000);
    expect(readJson(`{"a":"${text}"}`, 2)).toMatchObject({ kind: "object" });
  });

  it("quotes nothing of the text in its messages", () => {
    for (const text of [
      "cnry_secret",
      '{"cnry_secret":cnry_secret}',
      '{"a":"cnry_secret" "b"}',
      '{"cnry_secret":1,"cnry_secret":1}',
    ]) {
      expect(problem(text)?.message).not.toContain("cnry");
    }
  });
});
