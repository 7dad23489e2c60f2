import type { AuthMethod, Field, Manifest } from "@keyferry/core/provider";

/** What stands between the two comments of a provider's page: the connection's fields and its auth methods, as tables. */
export function fieldTables({ fields, auth }: Manifest): string {
  const own = fields.length > 0 ? [table(fields)] : ["The connection has no fields of its own."];
  return [...own, ...auth.map((method) => methodText(method, auth))].join("\n\n");
}

function methodText(method: AuthMethod, all: readonly AuthMethod[]): string {
  const { id, label, description, fields, ambient } = method;
  const parts = [`**\`--auth ${id}\`** (${label}): ${description}`];
  if (fields.length > 0) parts.push(table(fields));
  // Methods of one SDK often read the same: the first of them lists it.
  const first = all.find((other) => JSON.stringify(other.ambient) === JSON.stringify(ambient));
  const read = ambient === undefined ? [] : [...ambient.variables, ...ambient.files];
  if (read.length > 0) parts.push(first === method ? `Reads ${list(read)}.` : `Reads what \`${first?.id}\` reads.`);
  return parts.join("\n\n");
}

function table(fields: readonly Field[]): string {
  const rows = fields.map((field) => `| \`${field.name}\` | ${cell(what(field))} | ${cell(rules(field))} |`);
  return ["| field | what it is | rules |", "| --- | --- | --- |", ...rows].join("\n");
}

function what({ label, description, example }: Field): string {
  return `${label}. ${description}${example === undefined ? "" : ` For example \`${example}\`.`}`;
}

function rules(field: Field): string {
  const said: string[] = [];
  if (field.required) said.push("required");
  if (field.sensitive) said.push("a credential: `--credential`, never `--set`");
  if (field.multiline) said.push("may have several lines");
  if (field.pointsTo) said.push("part of the origin");
  if (field.type !== "text") said.push(field.type);
  if (field.default !== undefined) said.push(`\`${field.default}\` by default`);
  if (field.choices) said.push(choices(field));
  if (field.when)
    said.push(`where \`${field.when.field}\` is ${field.when.oneOf.map((each) => `\`${each}\``).join(" or ")}`);
  return said.join("; ");
}

/** Short lists are written out; long ones are what a prompt is for. */
function choices({ choices: offered = [], freeEntry }: Field): string {
  const some = offered.slice(0, 6).map(({ value }) => `\`${value}\``);
  const more = offered.length > some.length ? ` and ${offered.length - some.length} more` : "";
  return `${some.join(", ")}${more}${freeEntry ? ", or another" : ""}`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
