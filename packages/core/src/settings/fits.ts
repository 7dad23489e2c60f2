/** Whether a value that was parsed from JSON fits a schema. */
export type Fits = (value: unknown) => boolean;
type Members = Readonly<Record<string, unknown>>;

/**
 * Makes one function of a JSON Schema (2020-12), of the keywords that our own schemas use. It only says yes or no, many times as
 * fast as a validator that explains itself. That one is asked where this one says no, as it does at any other keyword.
 */
export function compileSchema(schema: unknown): Fits {
  const node = isObject(schema) ? schema : { unknown: schema };
  const make = Object.entries(FORMS).find(([, { owns }]) => owns(node))?.[1];
  if (make === undefined) return never;
  const known = Object.keys(node).every((keyword) => NOTES.has(keyword) || make.keywords.has(keyword));
  return known ? make.compile(node) : never;
}

/** What only tells people and editors something. */
const NOTES: ReadonlySet<string> = new Set(["$schema", "$id", "title", "description"]);

interface Form {
  /** Whether a schema is of this form. */
  readonly owns: (node: Members) => boolean;
  /** All that it may say. */
  readonly keywords: ReadonlySet<string>;
  readonly compile: (node: Members) => Fits;
}

// One function for each value, not one for each keyword: 10,000 definitions are read by code that is not warm yet.
const FORMS: Readonly<Record<string, Form>> = {
  choice: {
    owns: (node) => "const" in node || "enum" in node,
    keywords: new Set(["const", "enum"]),
    compile: (node) => {
      const choices = new Set("enum" in node ? [node.enum].flat() : [node.const]);
      return "const" in node && "enum" in node ? never : (value) => choices.has(value);
    },
  },
  object: { owns: ofType("object"), keywords: objectKeywords(), compile: objectFits },
  array: {
    owns: ofType("array"),
    keywords: new Set(["type", "items"]),
    compile: ({ items }) => {
      const fits = items === undefined ? () => true : compileSchema(items);
      return (value) => Array.isArray(value) && value.every(fits);
    },
  },
  integer: {
    owns: ofType("integer"),
    keywords: new Set(["type", "minimum", "maximum"]),
    compile: ({ minimum, maximum }) => {
      const least = minimum === undefined ? Number.NEGATIVE_INFINITY : Number(minimum);
      const most = maximum === undefined ? Number.POSITIVE_INFINITY : Number(maximum);
      return (value) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
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
      return (value) => types.has(typeof value);
    },
  },
};

function textFits({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: Members): Fits {
  const least = Number(minLength);
  const most = Number(maxLength);
  const form = pattern === undefined ? undefined : new RegExp(String(pattern), "u");
  return (value) => {
    if (typeof value !== "string") return false;
    // The schema counts characters: a text has at most as many as it has units, and at least half.
    if (value.length < least || value.length > most) {
      const characters = [...value].length;
      if (characters < least || characters > most) return false;
    } else if (least > 1 && [...value].length < least) return false;
    return form === undefined || form.test(value);
  };
}

function objectKeywords(): ReadonlySet<string> {
  const limits = ["required", "minProperties", "maxProperties"];
  return new Set(["type", "properties", "additionalProperties", "propertyNames", ...limits]);
}

function objectFits(node: Members): Fits {
  const { properties = {}, additionalProperties = true, required = [], propertyNames } = node;
  const known = new Map(Object.entries(properties as Members).map(([name, each]) => [name, compileSchema(each)]));
  const other =
    typeof additionalProperties === "boolean" ? () => additionalProperties : compileSchema(additionalProperties);
  const names = propertyNames === undefined ? undefined : compileSchema(propertyNames);
  const needed = new Set([required].flat());
  const least = Number(node.minProperties ?? 0);
  const most = Number(node.maxProperties ?? Number.POSITIVE_INFINITY);
  return (value) => {
    if (!isObject(value)) return false;
    let count = 0;
    let found = 0;
    for (const name in value) {
      count += 1;
      if (needed.has(name)) found += 1;
      if (names !== undefined && !names(name)) return false;
      if (!(known.get(name) ?? other)(value[name])) return false;
    }
    return found === needed.size && count >= least && count <= most;
  };
}

function ofType(wanted: string): (node: Members) => boolean {
  return ({ type }) => type === wanted;
}

function isObject(value: unknown): value is Members {
  return value instanceof Object && !Array.isArray(value);
}

function never(): boolean {
  return false;
}
