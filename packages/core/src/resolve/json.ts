/** A JSON value that keeps the source text of its numbers: parsing them would round long ones. */
export type JsonNode =
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly text: string }
  | { readonly kind: "null" }
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] };

/** Why a text was not taken as JSON. It quotes nothing of the text, since the text is a secret. */
export class JsonProblem extends Error {
  /** `syntax`: the text is no JSON at all; `refused`: it is, but holds what we do not accept. */
  readonly reason: "syntax" | "refused";

  constructor(reason: "syntax" | "refused", message: string) {
    super(message);
    this.name = "JsonProblem";
    this.reason = reason;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
// A JSON string: no raw control character, only the escapes of RFC 8259.
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids exactly these inside a string.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;

/**
 * Reads one JSON text (RFC 8259) strictly: duplicate members, `__proto__`, half characters and nesting deeper than `depth`
 * are refused, since each of them makes two readers see two values. Throws {@link JsonProblem}.
 */
export function readJson(text: string, depth: number): JsonNode {
  let at = 0;

  const value = (level: number): JsonNode => {
    if (level > depth) throw new JsonProblem("refused", `it nests deeper than ${depth} levels`);
    switch (text[at]) {
      case "{":
        return object(level);
      case "[":
        return array(level);
      case '"':
        return { kind: "string", text: string() };
      case "t":
        return word("true", { kind: "boolean", text: "true" });
      case "f":
        return word("false", { kind: "boolean", text: "false" });
      case "n":
        return word("null", { kind: "null" });
      default:
        return { kind: "number", text: token(NUMBER) };
    }
  };

  const object = (level: number): JsonNode => {
    const members = new Map<string, JsonNode>();
    list("}", () => {
      const name = string();
      space();
      expect(":");
      space();
      if (name === "__proto__") throw new JsonProblem("refused", "it has a member named __proto__");
      if (members.has(name)) throw new JsonProblem("refused", "it has two members of one name");
      members.set(name, value(level + 1));
    });
    return { kind: "object", members };
  };

  const array = (level: number): JsonNode => {
    const items: JsonNode[] = [];
    list("]", () => items.push(value(level + 1)));
    return { kind: "array", items };
  };

  const list = (close: string, item: () => void): void => {
    at += 1;
    space();
    if (text[at] !== close) {
      for (;;) {
        item();
        space();
        if (text[at] !== ",") break;
        at += 1;
        space();
      }
    }
    expect(close);
  };

  const string = (): string => {
    const source = token(STRING);
    const parsed: unknown = JSON.parse(source);
    if (typeof parsed !== "string" || !parsed.isWellFormed()) {
      throw new JsonProblem("refused", "it holds half of a character");
    }
    return parsed;
  };

  const token = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined || found === "") throw syntax();
    at += found.length;
    return found;
  };

  const word = (expected: string, node: JsonNode): JsonNode => {
    if (!text.startsWith(expected, at)) throw syntax();
    at += expected.length;
    return node;
  };

  const space = (): void => {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
  };

  const expect = (character: string): void => {
    if (text[at] !== character) throw syntax();
    at += 1;
  };

  const syntax = (): JsonProblem => new JsonProblem("syntax", `it is not JSON (at character ${at + 1})`);

  space();
  const root = value(0);
  space();
  if (at !== text.length) throw syntax();
  return root;
}
