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

/** The same of a value on one line, with a backslash in it, so that no line of it is masked by itself. */
const ONE_LINE = `p"a$s'\\n&€ %<ü>@,`;
const PRINTED_ON_A_LINE: Record<string, string> = {
  "echo of a POSIX shell": `p"a$s'\n&€ %<ü>@,`,
  "Python's shlex.quote, export -p of dash": `'p"a$s'"'"'\\n&€ %<ü>@,'`,
  "bash's printf %q": `p\\"a\\$s\\'\\\\n\\&€\\ %\\<ü\\>@\\,`,
  "bash's $'…' outside of UTF-8": `$'p"a$s\\'\\\\n&\\342\\202\\254 %<\\303\\274>@,'`,
  "Python's repr": `'p"a$s\\'\\\\n&€ %<ü>@,'`,
  "Python's ascii": `'p"a$s\\'\\\\n&\\u20ac %<\\xfc>@,'`,
  "Python's bytes": `b'p"a$s\\'\\\\n&\\xe2\\x82\\xac %<\\xc3\\xbc>@,'`,
  "Node's inspect": `{ v: \`p"a$s'\\\\n&€ %<ü>@,\` }`,
  "JSON in JSON": `{"log":"{\\"v\\":\\"p\\\\\\"a$s'\\\\\\\\n&€ %<ü>@,\\"}"}`,
  "the same in ASCII": `"p\\\\\\"a$s'\\\\\\\\n&\\\\u20ac %<\\\\u00fc>@,"`,
  "Gson, Java": `{"v":"p\\"a$s\\u0027\\\\n\\u0026€ %\\u003cü\\u003e@,"}`,
  "System.Text.Json of .NET": `{"v":"p\\u0022a$s\\u0027\\\\n\\u0026\\u20AC %\\u003C\\u00FC\\u003E@,"}`,
  "Perl's Dumper": `$VAR1 = 'p"a$s\\'\\\\n&€ %<ü>@,';`,
  "Perl's Dumper with Useqq": `$VAR1 = "p\\"a\\$s'\\\\n&\\342\\202\\254 %<\\303\\274>\\@,";`,
  "git's quoted paths, strace": `"p\\"a$s'\\\\n&\\342\\202\\254 %<\\303\\274>@,"`,
  SQL: `'p"a$s''\\n&€ %<ü>@,'`,
  CSV: `"p""a$s'\\n&€ %<ü>@,"`,
  "Python's html.escape": "p&quot;a$s&#x27;\\n&amp;€ %&lt;ü&gt;@,",
  "PHP's htmlspecialchars": "p&quot;a$s&#039;\\n&amp;€ %&lt;ü&gt;@,",
  "Python's ElementTree": `<v>p"a$s'\\n&amp;&#8364; %&lt;&#252;&gt;@,</v>`,
  "an attribute of it": "p&quot;a$s'\\n&amp;&#8364; %&lt;&#252;&gt;@,",
  "libxml2's ASCII": `p"a$s'\\n&amp;&#x20AC; %&lt;&#xFC;&gt;@,`,
  "JavaScript's encodeURI": "p%22a$s'%5Cn&%E2%82%AC%20%25%3C%C3%BC%3E@,",
};

describe("needleForms", () => {
  it.each(Object.entries(PRINTED))("covers %s", (_name, printed) => {
    expect(coveredBy(`before ${printed} behind`, HOSTILE)).toBe(true);
  });

  it.each(Object.entries(PRINTED_ON_A_LINE))("covers a line as %s writes it", (_name, printed) => {
    expect(coveredBy(`before ${printed} behind`, ONE_LINE)).toBe(true);
  });

  it.each([
    ["Gson, Java", "a+b\\u003dc`d\\u0027e"],
    ["ConvertTo-Json of Windows PowerShell", "a+b=c`d\\u0027e"],
    ["System.Text.Json of .NET", "a\\u002Bb=c\\u0060d\\u0027e"],
  ])("covers the ASCII that %s escapes", (_name, printed) => {
    expect(coveredBy(`{"v":"${printed}"}`, "a+b=c`d'e")).toBe(true);
  });

  it("covers UTF-16 of a text, and Latin-1 where there is one", () => {
    const covered = (bytes: Buffer, value: string) =>
      needleForms(value).some((form) => bytes.includes(Buffer.from(form)));
    expect(covered(Buffer.from(`\ufeff> ${ONE_LINE} <`, "utf16le"), ONE_LINE)).toBe(true);
    expect(covered(Buffer.from("> pässwörd <", "latin1"), "pässwörd")).toBe(true);
    expect(covered(Buffer.from("> p?ss <", "latin1"), "p€ss")).toBe(false);
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

  it("covers the last line of base64, a line break behind the value or not", () => {
    const value = "a value of seventy bytes, so that its last line of base64 is cut: 1234";
    expect(value.length).toBe(70);
    const covered = (line: string) =>
      forms(value).some((form) => line.includes(form) && form.length >= line.length - 2);
    for (const printed of [value, `${value}\n`]) {
      const lines =
        Buffer.from(printed)
          .toString("base64")
          .replace(/=+$/, "")
          .match(/.{1,76}/g) ?? [];
      expect(lines).toHaveLength(2);
      expect(lines.every(covered)).toBe(true);
    }
  });

  it("covers base64 and hex of the texts inside a value that is JSON", () => {
    const value = JSON.stringify({ password: "a long password" });
    expect(coveredBy(Buffer.from("me:a long password").toString("base64"), value)).toBe(true);
    expect(coveredBy(Buffer.from("a long password").toString("hex"), value)).toBe(true);
  });

  it("takes no longer than the text is long, whatever stands in it", () => {
    // Eight times the text: a form that went over it again and again would take sixty times as long, or for ever.
    const time = (size: number, sign: string) => {
      const start = process.cpuUsage().user;
      needleForms(sign.repeat(size / sign.length));
      return process.cpuUsage().user - start;
    };
    for (const sign of ["\\", "\\c", "'\"<&é\n", "😀\\0", "{", "%"]) {
      time(4_096, sign);
      const [short, long] = [Math.max(5_000, time(8_192, sign)), time(65_536, sign)];
      expect(long / short, sign).toBeLessThan(40);
    }
  });

  it("covers the texts inside a value that is JSON, not its short or other members", () => {
    const value = JSON.stringify({ user: "bob", inner: [{ token: 'long "token"' }], n: 12345678 });
    expect(coveredBy('> long "token" <', value)).toBe(true);
    expect(coveredBy('> long \\"token\\" <', value)).toBe(true);
    expect(coveredBy("> bob 12345678 <", value)).toBe(false);
  });

  it("covers each text of members that come twice, and of names that are written with escapes", () => {
    // https://github.com/nodejs/node/issues/63785
    JSON.parse('{"h":[],"\\\\":0}');
    const value = '{"h":"first text","\\"":"second text","\\\\" :"third text","h":"fourth text"}';
    for (const which of ["first", "second", "third", "fourth"])
      expect(coveredBy(`> ${which} text <`, value)).toBe(true);
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
