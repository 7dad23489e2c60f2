import { settingsProblem } from "./problem.ts";

const REPAIR = "repair the file, or put a backup of it back; nothing was changed";
/** UTF-8 holds no half of a character, so that an escape alone can write one; and a name, too, in disguise. */
const ESCAPE = "\\u";
const PROTO = "__proto__";
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the bytes of a settings file as JSON: strict UTF-8 without a byte order mark, no member twice, none named
 * `__proto__`. Throws `KeyferryError` (`settings`), which quotes nothing of the file.
 */
export function parseFile(bytes: Uint8Array, path: string): unknown {
  const text = decode(bytes, path);
  const value = parse(text, path);
  const seen = { members: 0, forbidden: false, broken: false };
  look(value, seen, text.includes(ESCAPE));
  if (seen.forbidden) throw settingsProblem(path, "it has a member named __proto__", REPAIR);
  if (seen.broken) throw settingsProblem(path, "it holds half of a character", REPAIR);
  // JSON.parse keeps the last of two members of one name in silence: each member has one colon outside of texts.
  if (colons(text) !== seen.members)
    throw settingsProblem(path, "it has two members of one name in one object", REPAIR);
  return value;
}

/**
 * The same for a file in which nothing has to be looked at closely and whose value fits, many times as fast; undefined for every
 * other one. `fits` gives the number of the members, or a negative one.
 */
export function parseFitting(bytes: Uint8Array, fits: (value: unknown) => number): unknown {
  try {
    const text = UTF8.decode(bytes);
    if (text.includes(ESCAPE) || text.includes(PROTO)) return undefined;
    const value: unknown = JSON.parse(text);
    // Where there are no more than in the value, none was there twice.
    return mostMembers(bytes) === fits(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How many members a JSON text has at most: each is found, and perhaps what looks like one in a text. Bytes are the quickest to read. */
function mostMembers(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 1; at < bytes.length; at += 1) {
    if (bytes[at] !== COLON) continue;
    let before = at - 1;
    while (isBlank(bytes[before])) before -= 1;
    if (bytes[before] === QUOTE) count += 1;
  }
  return count;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function decode(bytes: Uint8Array, path: string): string {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    throw settingsProblem(path, "it is not UTF-8 text", REPAIR);
  }
  if (text.startsWith("\uFEFF")) {
    throw settingsProblem(path, "it starts with a byte order mark", "save it as UTF-8 without a byte order mark");
  }
  return text;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw settingsProblem(path, `it is damaged: not JSON${position(text, error)}`, REPAIR);
  }
}

/** Counts the members of all objects, and looks at the names and, where it must, at the texts. */
function look(root: unknown, seen: { members: number; forbidden: boolean; broken: boolean }, escapes: boolean): void {
  // A list of what is left to do, not a recursion: a file may nest deeper than the stack.
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "string") seen.broken ||= !value.isWellFormed();
    if (typeof value !== "object" || value === null) continue;
    const isList = Array.isArray(value);
    for (const name in value) {
      if (!isList) {
        seen.members += 1;
        if (name === PROTO) seen.forbidden = true;
        if (escapes && !name.isWellFormed()) seen.broken = true;
      }
      const member = (value as Record<string, unknown>)[name];
      if (typeof member === "object" || (escapes && typeof member === "string")) left.push(member);
    }
  }
}

/** The colons outside of texts. The text is JSON. */
function colons(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === COLON) count += 1;
    if (unit === QUOTE) at = endOfText(text, at);
  }
  return count;
}

const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the text ends that begins at a quotation mark. */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

/** Where the parser stopped. Its own text quotes the file and is not shown. */
function position(text: string, error: unknown): string {
  const found =
    error instanceof SyntaxError ? /at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(error.message) : null;
  if (found === null) return text.trim() === "" ? ", it is empty" : "";
  const before = text.slice(0, Number(found[1])).split("\n");
  return `, at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
