/** Shorter needles would mask ordinary output, so a shorter value cannot be masked at all. In bytes. */
const SHORTEST_NEEDLE = 4;

/** Shorter parts of a value (a line, a member of its JSON) are too common to be masked on their own. In bytes. */
const SHORTEST_PART = 8;

/** Texts above this many characters are keys and certificates rather than passwords. */
const LONG_TEXT = 1_024;

/** Texts that every form of text leaves as they are. */
const PLAIN = /^[\w.-]*$/;

const encoder = new TextEncoder();

/**
 * The forms in which a program is likely to print a value: as it is, line by line, and encoded as JSON, percent codes, hex,
 * base64 (at each byte shift, without the edge characters that depend on what stands beside it), XML and shell words.
 * A value that is itself JSON adds its texts. Longest form first, none twice, none shorter than {@link SHORTEST_NEEDLE};
 * a value shorter than that has none.
 */
export function needleForms(value: string | Uint8Array): Uint8Array[] {
  const bytes = typeof value === "string" ? encoder.encode(value) : value;
  if (bytes.length < SHORTEST_NEEDLE) return [];
  const text = typeof value === "string" ? value.toWellFormed() : decode(value);
  // Most forms are the same text: only what differs is encoded.
  const forms = new Set(binaryForms(bytes));
  for (const whole of text === undefined ? [] : [text, ...jsonTexts(text)]) {
    for (const form of textForms(whole)) forms.add(form);
    for (const line of whole.split(/[\r\n]+/)) {
      for (const part of [line, line.trim()]) if (Buffer.byteLength(part) >= SHORTEST_PART) forms.add(part);
    }
  }
  const found = new Map([[latin1(bytes), bytes]]);
  for (const form of forms) {
    const needle = encoder.encode(form);
    if (needle.length >= SHORTEST_NEEDLE) found.set(latin1(needle), needle);
  }
  return [...found.values()].sort((a, b) => b.length - a.length);
}

function binaryForms(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hex = buffer.toString("hex");
  const forms = [hex, hex.toUpperCase()];
  for (const shift of [0, 1, 2]) {
    // Behind `shift` unknown bytes only the characters stay whose six bits are all bits of the value.
    const shifted = Buffer.concat([Buffer.alloc(shift), buffer]);
    const whole = [Math.ceil((shift * 8) / 6), Math.floor((shifted.length * 8) / 6)] as const;
    forms.push(shifted.toString("base64").slice(...whole), shifted.toString("base64url").slice(...whole));
  }
  // Base64 tools break their lines: RFC 4648 section 3.1 names 76 (MIME) and 64 (PEM) characters.
  const plain = buffer.toString("base64").replace(/=+$/, "");
  for (const width of [64, 76]) {
    for (let at = 0; at < plain.length && plain.length > width; at += width) {
      const line = plain.slice(at, at + width);
      if (line.length >= SHORTEST_PART) forms.push(line);
    }
  }
  return forms;
}

function textForms(text: string): string[] {
  if (PLAIN.test(text)) return [text];
  const newlines = text.includes("\n") ? [text.replace(/\r?\n/g, "\r\n"), text.replace(/\r\n/g, "\n")] : [];
  return [
    ...[text, ...newlines].flatMap((each) => [each, each.replace(/\r/g, "\\r").replace(/\n/g, "\\n")]),
    ...jsonForms(text),
    ...percentForms(text),
    ...xmlForms(text),
    text.replace(/'/g, "'\\''"),
    text.replace(/"/g, '\\"'),
    text.replace(/["\\`$]/g, "\\$&"),
    text.replace(/\$/g, "$$$$"),
  ];
}

function jsonForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const forms = [json, escapeUnits(json, /[<>&\u2028\u2029]/g), json.replace(/\//g, "\\/")];
  // Some writers keep to ASCII; hex digits of both cases are in use.
  const ascii = escapeUnits(json, /[^\0-\x7f]/g);
  return [...forms, ascii, ascii.replace(/\\u[0-9a-f]{4}/g, (unit) => `\\u${unit.slice(2).toUpperCase()}`)];
}

/** Without the `u` flag a match is one UTF-16 unit, which is what a `\uXXXX` of JSON stands for. */
function escapeUnits(text: string, units: RegExp): string {
  return text.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function percentForms(text: string): string[] {
  const component = encodeURIComponent(text);
  // encodeURIComponent leaves !'()* as they are; RFC 3986 encoders and HTML forms do not.
  const strict = component.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = strict.replace(/%2A/g, "*").replace(/~/g, "%7E");
  const plus = [component, strict, form].map((each) => each.replace(/%20/g, "+"));
  const upper = [component, strict, form, strict.replace(/%2F/g, "/"), ...plus];
  return upper.flatMap((each) => [each, each.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

function xmlForms(text: string): string[] {
  const content = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const quoted = content.replace(/"/g, "&quot;");
  const numbered = content.replace(/"/g, "&#34;").replace(/'/g, "&#39;");
  const forms = [content, quoted, quoted.replace(/'/g, "&apos;"), quoted.replace(/'/g, "&#39;"), numbered];
  // In an attribute a line break or a tab is written as its number, or a reader would make a space of it. A long text without
  // a character of XML's, such as a key, is masked line by line already; those forms would take the room of other values.
  if (text.length > LONG_TEXT && content === text) return forms;
  const decimal = forms.map((form) => form.replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`));
  const hex = forms.map((form) =>
    form.replace(/[\t\n\r]/g, (c) => `&#x${c.charCodeAt(0).toString(16).toUpperCase()};`),
  );
  return [...forms, ...decimal, ...hex];
}

/** The texts inside a value that is JSON: a program that takes the value apart prints them one by one. */
function jsonTexts(text: string): string[] {
  const texts: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node === "string") {
      const leaf = node.toWellFormed();
      if (encoder.encode(leaf).length >= SHORTEST_PART) texts.push(leaf);
    } else if (node instanceof Object) for (const member of Object.values(node)) visit(member);
  };
  if (!/^\s*[[{"]/.test(text)) return [];
  try {
    visit(JSON.parse(text));
  } catch {
    // Not JSON, or nested beyond the stack: the forms of the whole text stand.
  }
  return texts;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
