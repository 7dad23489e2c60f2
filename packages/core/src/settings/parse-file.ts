import type { KeyferryError } from "../contract/failure.ts";
import { JsonProblem, plainValue, readJson } from "../contract/json.ts";
import { settingsProblem } from "./problem.ts";
import { colons, escapesName, mostMembers } from "./scan-json.ts";

const REPAIR = "repair the file, or put a backup of it back; nothing was changed";
/**
 * Only an escape can write half a surrogate pair, since UTF-8 cannot contain one; an escape can also disguise a name.
 */
const ESCAPE = "\\u";
const PROTO = "__proto__";
/** How deep a file may nest of which each text has to be read alone. */
const DEPTH = 200;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the bytes of a settings file as JSON: strict UTF-8 without a byte order mark, no member twice, none named
 * `__proto__`. Throws `KeyferryError` (`settings`), which quotes nothing of the file.
 */
export function parseFile(bytes: Uint8Array, path: string): unknown {
  const text = decode(bytes, path);
  if (escapesName(text)) return readAlone(text, path);
  const value = parse(text, path);
  const seen = { members: 0, forbidden: false, broken: false };
  look(value, seen, text.includes(ESCAPE));
  if (seen.forbidden) throw settingsProblem(path, "it has a member named __proto__", REPAIR);
  if (seen.broken) throw settingsProblem(path, "it holds half of a character", REPAIR);
  // JSON.parse silently keeps the last of two members with the same name, so members are compared with colons: each has
  // exactly one outside of strings.
  if (colons(text) !== seen.members)
    throw settingsProblem(path, "it has two members of one name in one object", REPAIR);
  return value;
}

/**
 * The same, many times as fast, for a file in which nothing needs a closer look and whose value fits; undefined for
 * every other file. `fits` returns the number of members, or a negative number.
 */
export function parseFitting(bytes: Uint8Array, fits: (value: unknown) => number): unknown {
  try {
    const text = UTF8.decode(bytes);
    if (text.includes(ESCAPE) || text.includes(PROTO) || escapesName(text)) return undefined;
    const value: unknown = JSON.parse(text);
    // If there are no more than in the value, no member occurs twice.
    return mostMembers(text) === fits(value) ? value : undefined;
  } catch {
    return undefined;
  }
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
    const found =
      error instanceof SyntaxError ? /at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(error.message) : null;
    throw damaged(path, text, found === null ? undefined : Number(found[1]));
  }
}

/** Reads a file as {@link parse} does, but no name of it for another one: see {@link readJson}. */
function readAlone(text: string, path: string): unknown {
  try {
    return plainValue(readJson(text, DEPTH));
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw error.reason === "refused" ? settingsProblem(path, error.message, REPAIR) : damaged(path, text, error.at);
  }
}

/** Counts the members of all objects, and looks at the names and, where it must, at the texts. */
function look(root: unknown, seen: { members: number; forbidden: boolean; broken: boolean }, escapes: boolean): void {
  // A list of what is left to do instead of a recursion: a file may be nested more deeply than the stack allows.
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

/** A file that is no JSON. The parser's own text quotes the file and is not shown: `at` is where it stopped. */
function damaged(path: string, text: string, at: number | undefined): KeyferryError {
  return settingsProblem(path, `it is damaged: not JSON${position(text, at)}`, REPAIR);
}

function position(text: string, at: number | undefined): string {
  if (at === undefined) return text.trim() === "" ? ", it is empty" : "";
  const before = text.slice(0, at).split("\n");
  return `, at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
