import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import { settingsProblem } from "./problem.ts";
import type { Place } from "./schema.ts";

const DRAFT = "2020-12";
const PARTS: ReadonlySet<string> = new Set(["properties", "additionalProperties", "propertyNames", "items"]);

/** Throws `KeyferryError` (`settings`) with the first place that does not fit a schema, if there is one. */
export function refuseUnfit(schema: object, value: unknown, { path, base = "" }: Place): void {
  // The validator marks the schemas that it is given, hence the copy.
  const { errors } = new Validator(structuredClone(schema) as Schema, DRAFT).validate(value);
  // The first error that is not merely reported because one of its parts has an error.
  const error = errors.find(({ keyword }) => !PARTS.has(keyword));
  if (error === undefined) return;
  const pointer = base + decodeURIComponent(error.instanceLocation.slice(1));
  throw settingsProblem(path, expectation(error, schema), "repair the file, or put a backup of it back", pointer);
}

/** Types of JSON in a person's words. */
const KINDS: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};

/** What is wrong there, in words that quote the schema and never the file. */
function expectation(error: OutputUnit, schema: unknown): string {
  const rule = error.keywordLocation
    .slice(1)
    .split("/")
    .slice(1)
    .reduce((node, part) => memberOf(node, part.replaceAll("~1", "/").replaceAll("~0", "~")), schema);
  switch (error.keyword) {
    case "type":
      return `this must be ${[rule]
        .flat()
        .map((type) => KINDS[String(type)] ?? String(type))
        .join(" or ")}`;
    case "const":
    case "enum":
      return `this must be ${[rule]
        .flat()
        .map((choice) => JSON.stringify(choice))
        .join(" or ")}`;
    case "required":
      return `the member ${/".*"/.exec(error.error)?.[0] ?? "of a required name"} is missing here`;
    case "pattern":
      return `this must match ${String(rule)}`;
    case "minLength":
    case "minProperties":
      return "this must not be empty";
    case "maxProperties":
      return "this must be a literal or a secret, not both";
    case "minimum":
      return `this must be at least ${String(rule)}`;
    case "maxLength":
      return `this must have at most ${String(rule)} characters`;
    default:
      return "this member is not known here";
  }
}

function memberOf(value: unknown, name: string): unknown {
  return value instanceof Object && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
