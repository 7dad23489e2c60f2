import type { Plain } from "./plain-copy.ts";
import { checkShape, isPlainRecord, isText, list, member, type PlainRecord, rules } from "./shape.ts";

const SHAPE = {
  name: {
    // A name that every object inherits could be mistaken for a field that was given.
    fits: (value: Plain) =>
      typeof value === "string" && /^[a-z][A-Za-z0-9]{0,63}$/.test(value) && !(value in Object.prototype),
    says: "a camelCase name of at most 64 characters",
  },
  type: rules.oneOf("text", "number", "boolean"),
  label: rules.text(100),
  description: rules.text(2_000),
  required: rules.optional(rules.boolean),
  choices: rules.optional(
    rules.list(
      1,
      500,
      (item) =>
        isPlainRecord(item) &&
        isText(member(item, "value"), 200) &&
        (member(item, "label") === undefined || isText(member(item, "label"), 200)),
    ),
  ),
  freeEntry: rules.optional(rules.boolean),
  example: rules.optional(rules.text(2_000)),
  pattern: rules.optional({
    fits: (value: Plain) => isText(value, 1_000) && compiles(value),
    says: "a regular expression of at most 1,000 characters",
  }),
  sensitive: rules.optional(rules.boolean),
  multiline: rules.optional(rules.boolean),
  pointsTo: rules.optional(rules.boolean),
  when: rules.optional(rules.record),
};

/**
 * Checks one field. `before` has the fields that it may name in `when`: those declared before it, so that conditions
 * cannot form a circle.
 */
export function vetField(value: Plain, where: string, before: ReadonlyMap<string, PlainRecord>, problems: string[]) {
  if (!checkShape(value, SHAPE, where, problems)) return;
  const name = member(value, "name");
  if (typeof name === "string" && before.has(name)) problems.push(`${where}.name ${JSON.stringify(name)} is taken`);
  vetDefault(value, where, problems);
  if (member(value, "sensitive") === true) vetSensitive(value, where, problems);
  const when = member(value, "when");
  if (isPlainRecord(when)) vetCondition(when, `${where}.when`, before, problems);
}

function vetDefault(field: PlainRecord, where: string, problems: string[]) {
  const standard = member(field, "default");
  if (standard === undefined) return;
  const type = member(field, "type") === "text" ? "string" : member(field, "type");
  if (typeof standard !== type) problems.push(`${where}.default must have the field's type`);
  const choices = list(field, "choices").map((choice) => (isPlainRecord(choice) ? member(choice, "value") : undefined));
  if (choices.length > 0 && member(field, "freeEntry") !== true && !choices.includes(String(standard))) {
    problems.push(`${where}.default must be one of the choices`);
  }
}

function vetSensitive(field: PlainRecord, where: string, problems: string[]) {
  if (member(field, "type") !== "text") problems.push(`${where} is sensitive, so its type must be "text"`);
  for (const name of ["default", "example", "choices"]) {
    if (member(field, name) !== undefined) problems.push(`${where} is sensitive, so it must have no ${name}`);
  }
  if (member(field, "pointsTo") === true) {
    problems.push(`${where} is sensitive, so it must not say where the connection points`);
  }
}

function vetCondition(when: PlainRecord, where: string, before: ReadonlyMap<string, PlainRecord>, problems: string[]) {
  const named = member(when, "field");
  const other = typeof named === "string" ? before.get(named) : undefined;
  if (other === undefined) problems.push(`${where}.field must be a field that is declared before`);
  else if (member(other, "sensitive") === true) problems.push(`${where}.field must not be sensitive`);
  const values = list(when, "oneOf");
  if (values.length === 0 || !values.every((item) => ["string", "number", "boolean"].includes(typeof item))) {
    problems.push(`${where}.oneOf must list texts, numbers or booleans`);
  }
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(`^(?:${pattern})$`);
    return true;
  } catch {
    return false;
  }
}
