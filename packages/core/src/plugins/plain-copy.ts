/** Plain data: what JSON can express. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [member: string]: Plain };

/** Bounds of one copy. */
export interface CopyCaps {
  readonly depth: number;
  /** The number of values in total, not counting the names of members. */
  readonly nodes: number;
  /** UTF-16 units of all texts and names. */
  readonly chars: number;
}

/**
 * Copies what a plugin gave into frozen data, reading each member once, so that a getter or a proxy cannot give one thing
 * to the check and another to the use. Members that are `undefined` are left out. Throws whatever a getter throws, and a
 * `TypeError` without a part of the input for functions, symbols, big integers, numbers that are not finite, and data
 * over the caps: every caller catches all of it.
 */
export function plainCopy(value: unknown, caps: CopyCaps): Plain {
  let nodes = 0;
  let chars = 0;

  const count = (text: string): string => {
    chars += text.length;
    if (chars > caps.chars) throw new TypeError("too much text");
    return text;
  };

  const copy = (part: unknown, depth: number): Plain => {
    nodes += 1;
    if (nodes > caps.nodes || depth > caps.depth) throw new TypeError("too much data");
    if (part === null || typeof part === "boolean") return part;
    if (typeof part === "string") return count(part);
    if (typeof part === "number" && Number.isFinite(part)) return part;
    if (typeof part !== "object") throw new TypeError("not plain data");
    if (Array.isArray(part)) {
      const length: unknown = part.length;
      if (typeof length !== "number" || length > caps.nodes) throw new TypeError("too much data");
      return Object.freeze(Array.from({ length }, (_, index) => copy(part[index], depth + 1)));
    }
    const members: [string, Plain][] = [];
    for (const name of Object.keys(part)) {
      const member: unknown = Reflect.get(part, name);
      if (member !== undefined) members.push([count(name), copy(member, depth + 1)]);
    }
    return Object.freeze(Object.fromEntries(members));
  };

  return copy(value, 0);
}
