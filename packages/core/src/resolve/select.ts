import { type JsonNode, JsonProblem, readJson } from "../contract/json.ts";
import type { Payload } from "../contract/session.ts";
import { openForSelection } from "../secret/open.ts";
import { Secret } from "../secret/secret.ts";
import type { SecretType } from "../settings/model.ts";
import { keysOf, nodeAt, segmentsOf } from "./keys.ts";
import { decodeUtf8 } from "./text.ts";
import { typeProblem } from "./value-type.ts";

/** What to pick from a payload, and what it must be. */
export interface Selection {
  /** A member's name, or a JSON Pointer if it starts with `/`; absent for the whole text. */
  readonly key?: string;
  readonly type?: SecretType;
  /** Removes one line break from the end. */
  readonly trimNewline?: boolean;
}

/** The picked value, or why there is none, in words that quote nothing of the payload but the names of its keys. */
export type Selected =
  | { readonly ok: true; readonly value: Secret<string | Uint8Array> }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/** Aborts a selection. It consists only of fixed words and key names, unlike what platform functions throw. */
class Refusal extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const MEND = "mend the secret in its manager";

/** Picks one value from a payload and checks its type. `depth` bounds the nesting of JSON. Never throws. */
export function select(payload: Secret<Payload>, selection: Selection, depth: number): Selected {
  try {
    const picked = pick(openForSelection(payload), selection.key, depth);
    const value = selection.trimNewline && typeof picked === "string" ? picked.replace(/\r?\n$/, "") : picked;
    const problem = typeProblem(value, selection.type);
    if (problem === undefined) return { ok: true, value: new Secret(value) };
    const lastBreakOnly = typeof value === "string" && /^[^\r\n]+\r?\n$/.test(value);
    const hint = lastBreakOnly
      ? "it is only a last line break: define the secret with --trim-newline"
      : `choose another key or another type, or ${MEND}`;
    return { ok: false, problem, hint };
  } catch (thrown) {
    if (thrown instanceof Refusal) return { ok: false, problem: thrown.message, hint: thrown.hint };
    // Anything else that is thrown here was derived from the payload, and none of it may be shown.
    return { ok: false, problem: "the value could not be read", hint: "report this as a fault of Keyferry" };
  }
}

function pick(payload: Payload, key: string | undefined, depth: number): string | Uint8Array {
  if (payload.kind === "fields") {
    const record = parse(payload.json, depth);
    if (key !== undefined) return pickMember(record, key);
    throw new Refusal("the secret is a set of keys and values, and no key is named", oneOf(keysOf(record)));
  }
  if (key === undefined) {
    return payload.kind === "text" ? wellFormed(payload.text) : (decodeUtf8(payload.bytes) ?? payload.bytes);
  }
  const text = payload.kind === "text" ? wellFormed(payload.text) : decodeUtf8(payload.bytes);
  if (text === undefined) throw new Refusal("the value is binary, so it has no keys", "use it without a key");
  return pickMember(parse(text, depth), key);
}

function pickMember(root: JsonNode, key: string): string {
  const node = nodeAt(root, path(key));
  if (node === undefined || node.kind === "null") throw new Refusal("the secret has no such key", oneOf(keysOf(root)));
  if (node.kind === "object" || node.kind === "array") {
    const holds = node.kind === "object" ? "an object" : "a list";
    throw new Refusal(
      `the key holds ${holds}, not one value`,
      "name a value in it by a JSON Pointer, such as /outer/inner",
    );
  }
  return node.text;
}

function parse(text: string, depth: number): JsonNode {
  try {
    return readJson(text, depth);
  } catch (thrown) {
    if (!(thrown instanceof JsonProblem)) throw thrown;
    const hint = thrown.reason === "syntax" ? "use the secret without a key, or store it as a JSON object" : MEND;
    throw new Refusal(`the value has no keys that can be read: ${thrown.message}`, hint);
  }
}

function path(key: string): string[] {
  const segments = segmentsOf(key);
  if (segments) return segments;
  throw new Refusal("the key is no JSON Pointer", "write ~0 for ~ and ~1 for / inside a member's name");
}

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new Refusal("the value is not valid Unicode", MEND);
}

/** Key names are the manager's data: they are quoted and cut, and only a few are shown. */
function oneOf(keys: readonly string[]): string {
  if (keys.length === 0) return "it has no keys that hold one value";
  const shown = keys.slice(0, 20).map((key) => JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key));
  return `choose one of: ${shown.join(", ")}${keys.length > shown.length ? ` and ${keys.length - shown.length} more` : ""}`;
}
