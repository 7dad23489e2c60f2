import type { Payload } from "../contract/session.ts";
import { openForSelection } from "../secret/open.ts";
import type { Secret } from "../secret/secret.ts";
import { type JsonNode, readJson } from "./json.ts";
import { keysOf } from "./keys.ts";
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
  const text = opened.kind === "bytes" ? decodeUtf8(opened.bytes) : opened.kind === "text" ? opened.text : opened.json;
  if (text === undefined) return { kind: "bytes", keys: [] };
  const root = readObject(text, depth);
  const kind = opened.kind === "fields" ? "fields" : root ? "object" : "text";
  return { kind, keys: root ? keysOf(root) : [] };
}

function readObject(text: string, depth: number): JsonNode | undefined {
  try {
    const root = readJson(text, depth);
    return root.kind === "object" ? root : undefined;
  } catch {
    return undefined;
  }
}
