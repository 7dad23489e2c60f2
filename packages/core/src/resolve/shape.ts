import type { Payload } from "../contract/session.ts";
import { openForSelection } from "../secret/open.ts";
import type { Secret } from "../secret/secret.ts";
import { type JsonNode, readJson } from "./json.ts";
import { asKey, keysOf } from "./keys.ts";
import { decodeUtf8 } from "./text.ts";

/** The shape of a remote value: which keys there are, never what they hold. */
export interface RemoteShape {
  /** `object` is a text that is a JSON object; `fields` a set of keys and values by nature. */
  readonly kind: "text" | "bytes" | "object" | "fields";
  /** Keys that hold one value: members by name, nested ones as JSON Pointers. */
  readonly keys: readonly string[];
}

/** Which keys a payload has; the values stay closed. `depth` bounds the nesting of JSON. */
export function shapeOf(payload: Secret<Payload>, depth: number): RemoteShape {
  const opened = openForSelection(payload);
  if (opened.kind === "fields") return { kind: "fields", keys: Object.keys(opened.fields).map(asKey) };
  const text = opened.kind === "text" ? opened.text : decodeUtf8(opened.bytes);
  if (text === undefined) return { kind: "bytes", keys: [] };
  const root = readObject(text, depth);
  return root ? { kind: "object", keys: keysOf(root) } : { kind: "text", keys: [] };
}

function readObject(text: string, depth: number): JsonNode | undefined {
  try {
    const root = readJson(text, depth);
    return root.kind === "object" ? root : undefined;
  } catch {
    return undefined;
  }
}
