import { settingsProblem } from "./problem.ts";

const REPAIR = "repair the file, or put a backup of it back; nothing was changed";
const TEXT = /"(?:[^"\\]|\\.)*"/gs;

/**
 * Reads the bytes of a settings file as JSON: strict UTF-8 without a byte order mark, no member twice, none named
 * `__proto__`. Throws `KeyferryError` (`settings`), which quotes nothing of the file.
 */
export function parseFile(bytes: Uint8Array, path: string): unknown {
  const text = decode(bytes, path);
  const seen = { members: 0, forbidden: false, broken: false };
  const value = parse(text, path, seen);
  if (seen.forbidden) throw settingsProblem(path, "it has a member named __proto__", REPAIR);
  if (seen.broken) throw settingsProblem(path, "it holds half of a character", REPAIR);
  // JSON.parse keeps the last of two members of one name in silence: each member has one colon outside of texts.
  const colons = text.replace(TEXT, "").split(":").length - 1;
  // The root itself is shown to the reviver as a member, too.
  if (colons !== seen.members - 1) throw settingsProblem(path, "it has two members of one name in one object", REPAIR);
  return value;
}

function decode(bytes: Uint8Array, path: string): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw settingsProblem(path, "it is not UTF-8 text", REPAIR);
  }
  if (text.startsWith("\uFEFF")) {
    throw settingsProblem(path, "it starts with a byte order mark", "save it as UTF-8 without a byte order mark");
  }
  return text;
}

function parse(text: string, path: string, seen: { members: number; forbidden: boolean; broken: boolean }): unknown {
  try {
    return JSON.parse(text, function (this: unknown, key: string, value: unknown) {
      if (key === "__proto__") seen.forbidden = true;
      if (!key.isWellFormed() || (typeof value === "string" && !value.isWellFormed())) seen.broken = true;
      if (!Array.isArray(this)) seen.members += 1;
      return value;
    });
  } catch (error) {
    throw settingsProblem(path, `it is damaged: not JSON${position(text, error)}`, REPAIR);
  }
}

/** Where the parser stopped. Its own text quotes the file and is not shown. */
function position(text: string, error: unknown): string {
  const found =
    error instanceof SyntaxError ? /at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(error.message) : null;
  if (found === null) return text.trim() === "" ? ", it is empty" : "";
  const before = text.slice(0, Number(found[1])).split("\n");
  return `, at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
