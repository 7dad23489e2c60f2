import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import type { ProfileFile, SettingsFile } from "./model.ts";
import { settingsProblem } from "./problem.ts";
import { profileSchema } from "./profile-schema.ts";
import { settingsSchema } from "./settings-schema.ts";

const DRAFT = "2020-12";
const VERSION = 1;
const PARTS: ReadonlySet<string> = new Set(["properties", "additionalProperties", "propertyNames", "items"]);

// The validator marks the schemas that it is given, hence the copies.
const settingsValidator = new Validator(structuredClone(settingsSchema) as unknown as Schema, DRAFT);
const profileValidator = new Validator(structuredClone(profileSchema) as unknown as Schema, DRAFT);

/** A parsed `settings.json` that fits its schema. Throws `KeyferryError` (`settings`) with the place that does not. */
export function asSettingsFile(value: unknown, path: string, base = ""): SettingsFile {
  check(settingsValidator, settingsSchema, value, path, base);
  return value as SettingsFile;
}

/** A parsed profile that fits its schema. Throws `KeyferryError` (`settings`) with the place that does not. */
export function asProfileFile(value: unknown, path: string, base = ""): ProfileFile {
  check(profileValidator, profileSchema, value, path, base);
  return value as ProfileFile;
}

/** Checks values against a schema of another file beside the settings, as the functions above do it. */
export function checker(schema: object): (value: unknown, path: string) => void {
  const validator = new Validator(structuredClone(schema) as Schema, DRAFT);
  return (value, path) => check(validator, schema, value, path, "");
}

function check(validator: Validator, schema: unknown, value: unknown, path: string, base: string): void {
  const version = memberOf(value, "schemaVersion");
  if (typeof version === "number" && Number.isInteger(version) && version > VERSION) {
    throw settingsProblem(
      path,
      `it was written by a newer Keyferry (schema version ${version}; this one knows ${VERSION})`,
      "update Keyferry; the file was left as it is",
    );
  }
  const error = firstError(validator, value);
  if (error === undefined) return;
  const pointer = base + decodeURIComponent(error.instanceLocation.slice(1));
  throw settingsProblem(path, expectation(error, schema), "repair the file, or put a backup of it back", pointer);
}

/** The first error that is none merely because a part of it is one. */
function firstError(validator: Validator, value: unknown): OutputUnit | undefined {
  const { errors } = validator.validate(value);
  return errors.find(({ keyword }) => !PARTS.has(keyword));
}

/** What stands there and should not, in words that quote the schema and never the file. */
function expectation(error: OutputUnit, schema: unknown): string {
  const rule = error.keywordLocation
    .slice(1)
    .split("/")
    .slice(1)
    .reduce((node, part) => memberOf(node, part.replaceAll("~1", "/").replaceAll("~0", "~")), schema);
  switch (error.keyword) {
    case "type":
      return `here must stand ${[rule].flat().join(" or ")}`;
    case "const":
    case "enum":
      return `here must stand ${[rule]
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
      return "here must stand a literal or a secret, not both";
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
