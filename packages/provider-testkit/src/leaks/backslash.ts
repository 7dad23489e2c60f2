import { asIs, type Rule, table, variants } from "./variants.ts";

const short = table({ "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r" });
const backslash = table({ "\\": "\\\\" });
const control: Rule = (codePoint) =>
  codePoint < 0x20 || codePoint === 0x7f ? unicodeEscape(codePoint, false) : undefined;
const controlUpper: Rule = (codePoint) =>
  codePoint < 0x20 || codePoint === 0x7f ? unicodeEscape(codePoint, true) : undefined;

/**
 * A value between quotes as JSON and its relatives write it: with the short escapes or `\u00XX` for control characters; with none, double,
 * single or backtick quotes escaped (JavaScript's inspection picks the quotes that need the least); with `/` escaped; with the markup signs
 * escaped, as Go does; in ASCII only; wholly in `\uXXXX`; and, for JSON inside JSON, all that once more.
 */
export function backslashForms(text: string): string[] {
  const once = variants(text, [
    [backslash],
    [table({ '"': '\\"' }), table({ "'": "\\'" }), table({ '"': '\\"', "'": "\\'" }), table({ "`": "\\`" }), asIs],
    [asIs, table({ "/": "\\/" })],
    [asIs, escaping(/[<>&]/u, false), escaping(/[<>&'"+]/u, false), escaping(/[<>&'"+]/u, true)],
    [short, control, controlUpper],
    [asIs, escaping(/[^\0-\x7f]/u, false), escaping(/[^\0-\x7f]/u, true)],
  ]);
  const whole = [false, true].flatMap((upper) => variants(text, [[escaping(/./su, upper)]]));
  const plain = variants(text, [[backslash], [table({ '"': '\\"' })], [short]]);
  return [...new Set([...once, ...whole, ...plain.map((form) => JSON.stringify(form).slice(1, -1))])];
}

function escaping(which: RegExp, upper: boolean): Rule {
  return (codePoint) => (which.test(String.fromCodePoint(codePoint)) ? unicodeEscape(codePoint, upper) : undefined);
}

/** `\uXXXX` for each UTF-16 unit. */
function unicodeEscape(codePoint: number, upper: boolean): string {
  const character = String.fromCodePoint(codePoint);
  return Array.from({ length: character.length }, (_, at) => {
    const digits = character.charCodeAt(at).toString(16).padStart(4, "0");
    return `\\u${upper ? digits.toUpperCase() : digits}`;
  }).join("");
}
