import { beyondAscii, type Writing, written } from "./written.ts";

const BACKSLASH = { "\\": "\\\\" };
const CONTROLS = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const SINGLE = { "'": "\\'" };

/**
 * A text as programming languages quote it when they show a value, without the quotes: JSON and its dialects, Python's `repr` and `ascii`
 * (of text and of bytes), Node's `inspect`, Perl, PHP, and C, whose octal codes git, strace and a shell's `$'…'` write.
 */
export function literalForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const asciiJson = escapeUnits(json, /[^\0-\x7f]/g);
  const bare = [BACKSLASH, CONTROLS] as const;
  const single = [...bare, SINGLE] as const;
  const perl = [...bare, { '"': '\\"', $: "\\$", "@": "\\@" }] as const;
  return [
    ...jsonDialects(json, asciiJson),
    ...htmlSafeJson(json, asciiJson),
    // JSON inside of JSON, as loggers write it.
    ...[json, asciiJson].map((form) => JSON.stringify(form).slice(1, -1)),
    ...[bare, single].flatMap((writings) => [
      written(text, ...writings),
      written(text, ...writings, PYTHON_ASCII),
      written(text, ...writings, BYTES),
    ]),
    written(text, ...single, OCTAL),
    written(json, OCTAL),
    written(text, ...perl),
    written(text, ...perl, OCTAL),
    written(text, BACKSLASH, SINGLE),
  ];
}

/** JSON of a long text, whose lines are masked by themselves. */
export function jsonForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  return jsonDialects(json, escapeUnits(json, /[^\0-\x7f]/g));
}

/** Some writers escape markup or slashes, some keep to ASCII; hex digits of both cases are in use. */
function jsonDialects(json: string, ascii: string): string[] {
  return [json, escapeUnits(json, /[<>&\u2028\u2029]/g), json.replace(/\//g, "\\/"), ascii, inCapitals(ascii)];
}

/**
 * JSON that is safe inside of HTML: where Go escapes `<>&`, Windows PowerShell (its JavaScriptSerializer) does the apostrophe as well, and Gson the `=` too;
 * .NET all that could mean something in HTML, and all beyond ASCII
 * (https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/character-encoding).
 */
function htmlSafeJson(json: string, ascii: string): string[] {
  return [
    escapeUnits(json, /[<>&'\u2028\u2029]/g),
    escapeUnits(json, /[<>&'=\u2028\u2029]/g),
    inCapitals(escapeUnits(ascii.replaceAll('\\"', "\\u0022"), /[<>&'+`\x7f]/g)),
  ];
}

function inCapitals(json: string): string {
  return json.replace(/\\u[0-9a-f]{4}/g, (unit) => `\\u${unit.slice(2).toUpperCase()}`);
}

/** Without the `u` flag a match is one UTF-16 unit, which is what a `\uXXXX` of JSON stands for. */
function escapeUnits(text: string, units: RegExp): string {
  return text.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const PYTHON_ASCII: Writing = beyondAscii((character) => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16)}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
});

const BYTES: Writing = beyondAscii((character) =>
  Array.from(Buffer.from(character), (byte) => `\\x${byte.toString(16)}`).join(""),
);

const OCTAL: Writing = beyondAscii((character) =>
  Array.from(Buffer.from(character), (byte) => `\\${byte.toString(8)}`).join(""),
);
