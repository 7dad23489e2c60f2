import { append, pointerSegments } from "@hyperjump/json-pointer";
import type { JsonNode } from "../contract/json.ts";

/** The member names along the path of a key, or undefined if it is a pointer that RFC 6901 does not allow. */
export function segmentsOf(key: string): string[] | undefined {
  if (!key.startsWith("/")) return [key];
  try {
    return [...pointerSegments(key)];
  } catch {
    return undefined;
  }
}

/** The node at the end of a path, or undefined. */
export function nodeAt(root: JsonNode, path: readonly string[]): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const segment of path) {
    if (node?.kind === "object") node = node.members.get(segment);
    else if (node?.kind === "array") node = /^(?:0|[1-9]\d*)$/.test(segment) ? node.items[Number(segment)] : undefined;
    else return undefined;
  }
  return node;
}

/** Every key with a single value: members by name, nested ones as JSON Pointers. Members that are null are left out. */
export function keysOf(root: JsonNode): string[] {
  const keys: string[] = [];
  const collect = (node: JsonNode, pointer: string): void => {
    const children = node.kind === "object" ? node.members : node.kind === "array" ? node.items.entries() : [];
    for (const [name, child] of children) {
      const path = append(String(name), pointer);
      if (child.kind === "object" || child.kind === "array") collect(child, path);
      else if (child.kind !== "null") keys.push(pointer === "" && node.kind === "object" ? asKey(String(name)) : path);
    }
  };
  collect(root, "");
  return keys;
}

/** A member's name as a key: the name itself, unless it would be taken for a pointer, or for no key. */
function asKey(name: string): string {
  return name === "" || name.startsWith("/") ? append(name, "") : name;
}
