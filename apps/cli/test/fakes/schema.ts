import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

/** What of a command's JSON does not fit its published schema. */
export function schemaErrors(name: string, printed: unknown): unknown {
  const schema = JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), "utf8"));
  const fits = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  return fits(printed) ? [] : fits.errors;
}
