import { type JsonNode, JsonProblem, readJson } from "../contract/json.ts";
import type { Payload } from "../contract/session.ts";
import { openForSelection } from "../secret/open.ts";
import type { Secret } from "../secret/secret.ts";
import { keysOf } from "./keys.ts";
import { decodeUtf8 } from "./text.ts";

/** The shape of a remote value: its keys, never their values. */
export interface RemoteShape {
  /** `object`: a text that is a JSON object; `fields`: a record that the manager itself keeps as keys and values. */
  readonly kind: "text" | "bytes" | "object" | "fields";
  /** Keys with a single value: members by name, nested ones as JSON Pointers. */
  readonly keys: readonly string[];
  /**
   * Why no keys are offered for a text that is JSON: two readers could see different values in it. Quotes nothing of
   * it.
   */
  readonly refused?: string;
}

/** The keys of a payload; the values stay sealed. `depth` limits the nesting of JSON. */
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

/** The JSON object in a text; why it is refused, if it is JSON that we do not accept; undefined for any other text. */
function readObject(text: string, depth: number): JsonNode | string | undefined {
  try {
    const root = readJson(text, depth);
    return root.kind === "object" ? root : undefined;
  } catch (error) {
    return error instanceof JsonProblem && error.reason === "refused" ? error.message : undefined;
  }
}
