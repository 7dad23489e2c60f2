import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { needleForms } from "../../src/secret/needles.ts";

const HOSTILE = "p\"a$s'\n&€ %<üñ>/~*zzzz";

function forms(value: string | Uint8Array): string[] {
  return needleForms(value).map((form) => Buffer.from(form).toString("latin1"));
}

function coveredBy(printed: string, value: string | Uint8Array): boolean {
  const text = Buffer.from(printed).toString("latin1");
  return forms(value).some((form) => text.includes(form));
}

/** How programs print the hostile value; written by hand, so that no form is judged by its own code. */
const PRINTED: Record<string, string> = {
  raw: HOSTILE,
  "CRLF instead of LF": "p\"a$s'\r\n&€ %<üñ>/~*zzzz",
  "line break written as \\n": "p\"a$s'\\n&€ %<üñ>/~*zzzz",
  "JSON.stringify": `"p\\"a$s'\\n&€ %<üñ>/~*zzzz"`,
  "Go's encoding/json": `p\\"a$s'\\n\\u0026€ %\\u003cüñ\\u003e/~*zzzz`,
  "Python's json.dumps": `p\\"a$s'\\n&\\u20ac %<\\u00fc\\u00f1>/~*zzzz`,
  "JSON in ASCII, capital digits": `p\\"a$s'\\n&\\u20AC %<\\u00FC\\u00F1>/~*zzzz`,
  "PHP's json_encode slashes": `p\\"a$s'\\n&€ %<üñ>\\/~*zzzz`,
  encodeURIComponent: "p%22a%24s'%0A%26%E2%82%AC%20%25%3C%C3%BC%C3%B1%3E%2F~*zzzz",
  "percent codes, RFC 3986": "p%22a%24s%27%0A%26%E2%82%AC%20%25%3C%C3%BC%C3%B1%3E%2F~%2Azzzz",
  "percent codes, small digits": "p%22a%24s%27%0a%26%e2%82%ac%20%25%3c%c3%bc%c3%b1%3e%2f~%2azzzz",
  "percent codes, path": "p%22a%24s%27%0A%26%E2%82%AC%20%25%3C%C3%BC%C3%B1%3E/~%2Azzzz",
  "an HTML form": "p%22a%24s%27%0A%26%E2%82%AC+%25%3C%C3%BC%C3%B1%3E%2F%7E*zzzz",
  "XML content": "p\"a$s'\n&amp;€ %&lt;üñ&gt;/~*zzzz",
  "XML attribute": "p&quot;a$s&apos;\n&amp;€ %&lt;üñ&gt;/~*zzzz",
  "HTML attribute": "p&quot;a$s&#39;\n&amp;€ %&lt;üñ&gt;/~*zzzz",
  "XML attribute with its line break": "p&quot;a$s'&#10;&amp;€ %&lt;üñ&gt;/~*zzzz",
  "the same by hex": "p&quot;a$s&apos;&#xA;&amp;€ %&lt;üñ&gt;/~*zzzz",
  "single-quoted shell word": "'p\"a$s'\\''\n&€ %<üñ>/~*zzzz'",
  "escaped quotes": "p\\\"a$s'\n&€ %<üñ>/~*zzzz",
  "double-quoted shell word": "p\\\"a\\$s'\n&€ %<üñ>/~*zzzz",
  "doubled dollars": "p\"a$$s'\n&€ %<üñ>/~*zzzz",
};

describe("needleForms", () => {
  it.each(Object.entries(PRINTED))("covers %s", (_name, printed) => {
    expect(coveredBy(`before ${printed} behind`, HOSTILE)).toBe(true);
  });

  it("does not cover other texts", () => {
    expect(coveredBy("p\"a$s'\n&€ %<üñ>/~*zzz", HOSTILE)).toBe(false);
  });

  it("covers hex and base64 of the value between any other bytes", () => {
    const bytes = fc.uint8Array({ maxLength: 9 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 40 }), bytes, bytes, (value, before, behind) => {
        const whole = Buffer.concat([before, value, behind]);
        for (const encoding of ["hex", "base64", "base64url"] as const) {
          expect(coveredBy(whole.toString(encoding), value)).toBe(true);
        }
        expect(coveredBy(whole.toString("hex").toUpperCase(), value)).toBe(true);
      }),
    );
  });

  it("covers URLSearchParams of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 4 }), (value) => {
        fc.pre(Buffer.byteLength(value) >= 4);
        expect(coveredBy(new URLSearchParams({ key: value }).toString(), value)).toBe(true);
        expect(coveredBy(JSON.stringify({ key: value }), value)).toBe(true);
      }),
    );
  });

  it("covers each character of ASCII, as programs write it", () => {
    const xml: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
    for (let code = 0; code < 128; code++) {
      const c = String.fromCharCode(code);
      const value = `ab${c}cd`;
      const percent = `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
      const written = [
        value,
        JSON.stringify(value),
        encodeURIComponent(value),
        new URLSearchParams({ key: value }).toString(),
        /[!'()*]/.test(c) ? `ab${percent}cd` : encodeURIComponent(value),
        `ab${xml[c] ?? c}cd`,
        `ab${c === "'" ? "'\\''" : c}cd`,
        `ab${/["\\`$]/.test(c) ? `\\${c}` : c}cd`,
        `ab${c === "$" ? "$$" : c}cd`,
      ];
      for (const each of written) expect(coveredBy(`> ${each} <`, value), each).toBe(true);
    }
  });

  it("covers each line of 8 bytes or more, indented or not, but no shorter one", () => {
    const value = "-----BEGIN KEY-----\r\n  bGluZSBvbmUgb2YgaXQ\nYQ==\n-----END KEY-----\n";
    expect(coveredBy("> bGluZSBvbmUgb2YgaXQ <", value)).toBe(true);
    expect(coveredBy("> -----END KEY----- <", value)).toBe(true);
    expect(coveredBy("> YQ== <", value)).toBe(false);
  });

  it("covers the lines that base64 and PEM writers break", () => {
    const value = "a value that is long enough for two lines of base64 or more, yes".repeat(2);
    const base64 = Buffer.from(value).toString("base64");
    for (const width of [64, 76]) {
      for (let at = 0; at < base64.length; at += width) {
        expect(coveredBy(base64.slice(at, at + width), value)).toBe(true);
      }
    }
  });

  it("covers the texts inside a value that is JSON, not its short or other members", () => {
    const value = JSON.stringify({ user: "bob", inner: [{ token: 'long "token"' }], n: 12345678 });
    expect(coveredBy('> long "token" <', value)).toBe(true);
    expect(coveredBy('> long \\"token\\" <', value)).toBe(true);
    expect(coveredBy("> bob 12345678 <", value)).toBe(false);
  });

  it("takes bytes that are no text, lone surrogates and damaged JSON", () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0x00, 0x80, 0x81);
    expect(forms(bytes)).toContain("fffe008081");
    expect(coveredBy(JSON.stringify("abcd\ud800"), "abcd\ud800")).toBe(false);
    expect(coveredBy("abcd\ufffd", "abcd\ud800")).toBe(true);
    expect(coveredBy('{"abcd', '{"abcd')).toBe(true);
  });

  it("gives nothing for a value under 4 bytes, and no form under 4 bytes, longest first", () => {
    expect(needleForms("abc")).toEqual([]);
    const lengths = needleForms("abcd").map((form) => form.length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(4);
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    expect(forms("abcd")).toContain("abcd");
    expect(new Set(forms(HOSTILE)).size).toBe(forms(HOSTILE).length);
  });
});
