import { type JsonNode, JsonProblem, readJson } from "../contract/json.ts";
import type { Payload } from "../contract/session.ts";
import { openForSelection } from "../secret/open.ts";
import type { Secret } from "../secret/secret.ts";
import { keysOf } from "./keys.ts";
import { decodeUtf8 } from "./text.ts";

/** The shape of a remote value: which keys there are, never what they hold. */
export interface RemoteShape {
  /** `object` is a text that is a JSON object; `fields` a set of keys and values by nature. */
  readonly kind: "text" | "bytes" | "object" | "fields";
  /** Keys that hold one value: members by name, nested ones as JSON Pointers. */
  readonly keys: readonly string[];
  /** Why no key is taken of a text that is JSON: two readers could see two values in it. It quotes nothing. */
  readonly refused?: string;
}

/** Which keys a payload has; the values stay closed. `depth` bounds the nesting of JSON. */
export function shapeOf(payload: Secret<Payload>, depth: number): RemoteShape {
  const opened = openForSelection(payload);
  const text = opened.kind === "bytes" ? decodeUtf8(opened.bytes) : opened.kind === "text" ? opened.text : opened.json;
  if (text === undefined) return { kind: "bytes", keys: [] };
  const root = readObject(text, depth);
  const refused = typeof root === "string" ? { refused: root } : {};
  const object = typeof root === "object" ? root : undefined;
  const kind = opened.kind === "fields" ? "fields" : object ? "object" : "text";
  return { kind, keys: object ? keysOf(object) : [], ...refused };
}

/** The object that a text is; what keeps it from being one for us, where it is JSON; undefined for any other text. */
function readObject(text: string, depth: number): JsonNode | string | undefined {
  try {
    const root = readJson(text, depth);
    return root.kind === "object" ? root : undefined;
  } catch (error) {
    return error instanceof JsonProblem && error.reason === "refused" ? error.message : undefined;
  }
}
