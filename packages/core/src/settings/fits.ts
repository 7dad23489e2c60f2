import {
  alone,
  closed,
  type Fits,
  isObject,
  type Known,
  type Members,
  MISFIT,
  never,
  open,
  sum,
  textFits,
} from "./fits-parts.ts";

/**
 * Compiles a JSON Schema (2020-12), as far as our own schemas use its keywords, into one function. It only answers yes
 * or no, with the number of members, many times as fast as a validator that explains its answer. The validator is asked
 * if this function says no, which it also does for any other keyword.
 */
export function compileSchema(schema: unknown): Fits {
  const node = isObject(schema) ? schema : { unknown: schema };
  const make = Object.entries(FORMS).find(([, { owns }]) => owns(node))?.[1];
  if (make === undefined) return never;
  const known = Object.keys(node).every((keyword) => NOTES.has(keyword) || make.keywords.has(keyword));
  return known ? make.compile(node) : never;
}

/** Keywords that are only meant for people and editors. */
const NOTES: ReadonlySet<string> = new Set(["$schema", "$id", "title", "description"]);

interface Form {
  /** Whether a schema is of this form. */
  readonly owns: (node: Members) => boolean;
  /** All keywords that it may have. */
  readonly keywords: ReadonlySet<string>;
  readonly compile: (node: Members) => Fits;
}

// One function for each kind of value, not for each keyword: 10,000 definitions are read by code that is not warm yet.
const FORMS: Readonly<Record<string, Form>> = {
  choice: {
    owns: (node) => "const" in node || "enum" in node,
    keywords: new Set(["const", "enum"]),
    compile: (node) => {
      const choices = new Set("enum" in node ? [node.enum].flat() : [node.const]);
      return "const" in node && "enum" in node ? never : (value) => alone(choices.has(value));
    },
  },
  object: { owns: ofType("object"), keywords: objectKeywords(), compile: objectFits },
  array: {
    owns: ofType("array"),
    keywords: new Set(["type", "items"]),
    compile: ({ items }) => {
      // If nothing is said about the items, they cannot be counted, so the schema counts as unknown.
      const fits = items === undefined ? never : compileSchema(items);
      return (value) => (Array.isArray(value) ? sum(value, fits) : MISFIT);
    },
  },
  integer: {
    owns: ofType("integer"),
    keywords: new Set(["type", "minimum", "maximum"]),
    compile: ({ minimum, maximum }) => {
      const least = minimum === undefined ? Number.NEGATIVE_INFINITY : Number(minimum);
      const most = maximum === undefined ? Number.POSITIVE_INFINITY : Number(maximum);
      return (value) => alone(typeof value === "number" && Number.isInteger(value) && value >= least && value <= most);
    },
  },
  text: {
    owns: (node) => node.type === "string" || "pattern" in node,
    keywords: new Set(["type", "minLength", "maxLength", "pattern"]),
    compile: textFits,
  },
  scalar: {
    owns: ({ type }) => [type].flat().every((each) => each === "string" || each === "number" || each === "boolean"),
    keywords: new Set(["type"]),
    compile: ({ type }) => {
      const types = new Set([type].flat());
      return (value) => alone(types.has(typeof value));
    },
  },
};

function objectKeywords(): ReadonlySet<string> {
  const limits = ["required", "minProperties", "maxProperties"];
  return new Set(["type", "properties", "additionalProperties", "propertyNames", ...limits]);
}

function objectFits(node: Members): Fits {
  const { properties, additionalProperties = true, required = [], propertyNames } = node;
  const limits = {
    least: Number(node.minProperties ?? 0),
    most: Number(node.maxProperties ?? Number.POSITIVE_INFINITY),
  };
  const needed = new Set<unknown>([required].flat());
  const known = new Map<string, Known>();
  for (const [name, each] of Object.entries((properties ?? {}) as Members)) {
    known.set(name, { fits: compileSchema(each), needed: needed.delete(name) });
  }
  if (additionalProperties === false && propertyNames === undefined)
    return needed.size > 0 ? never : closed(known, limits);
  // None of our schemas has both at once, or an object about which nothing is said.
  if (properties !== undefined || needed.size > 0 || typeof additionalProperties === "boolean") return never;
  return open(
    propertyNames === undefined ? () => 0 : compileSchema(propertyNames),
    compileSchema(additionalProperties),
    limits,
  );
}

function ofType(wanted: string): (node: Members) => boolean {
  return ({ type }) => type === wanted;
}
