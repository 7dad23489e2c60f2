import type { Field, FieldValue } from "../contract/manifest.ts";
import { isPlainLine } from "../plugins/safe-text.ts";
import { holdsPassword } from "../settings/holds-password.ts";

const MAX_TEXT = 4_096;

/** Reports what is wrong with one field, without its value. */
export type Report = (field: string, message: string, hint: string) => void;

export type Values = Readonly<Record<string, FieldValue>>;

/**
 * The values of fields that are not sensitive: converted by type, checked, and with defaults filled in. `before` has
 * values of other fields that conditions may depend on.
 */
export function readFieldValues(fields: readonly Field[], given: Values, before: Values, report: Report): Values {
  const values = new Map<string, FieldValue>();
  const seen = new Map(Object.entries(before));
  for (const field of fields.filter(({ sensitive }) => sensitive !== true)) {
    const { name } = field;
    const input = Object.hasOwn(given, name) ? given[name] : undefined;
    if (!applies(field, seen)) {
      if (input !== undefined) report(name, conditionText(field), "leave it out");
      continue;
    }
    const value = input === undefined ? field.default : readValue(field, input, report);
    if (value !== undefined) {
      values.set(name, value);
      seen.set(name, value);
    } else if (input === undefined && field.required === true) {
      report(name, "a value is needed", `give --set ${name}=…`);
    }
  }
  return Object.freeze(Object.fromEntries(values));
}

/** Whether a field's condition is met by the values of other fields. */
export function applies(field: Field, values: ReadonlyMap<string, FieldValue>): boolean {
  if (field.when === undefined) return true;
  const other = values.get(field.when.field);
  return other !== undefined && field.when.oneOf.includes(other);
}

export function conditionText({ when }: Field): string {
  return when === undefined ? "" : `it applies only where ${when.field} is ${when.oneOf.join(" or ")}`;
}

function readValue(field: Field, input: FieldValue, report: Report): FieldValue | undefined {
  const wrong = (message: string, hint = "correct it") => {
    report(field.name, message, hint);
    return undefined;
  };
  if (field.type === "number") {
    const number = typeof input === "string" && /^-?\d+(?:\.\d+)?$/.test(input) ? Number(input) : input;
    return typeof number === "number" && Number.isFinite(number) ? number : wrong("it must be a number");
  }
  if (field.type === "boolean") {
    const boolean = input === "true" ? true : input === "false" ? false : input;
    return typeof boolean === "boolean" ? boolean : wrong("it must be true or false");
  }
  if (typeof input !== "string") return wrong("it must be text");
  return readText(field, input, wrong);
}

function readText(
  field: Field,
  input: string,
  wrong: (message: string, hint?: string) => undefined,
): string | undefined {
  if (input === "") return wrong("it must not be empty", "leave it out, or give a value");
  if (holdsPassword(input)) return wrong("this address holds a password", "write it without user and password");
  if (input.length > MAX_TEXT) return wrong("it is longer than 4,096 characters");
  const line = field.multiline === true ? input.replace(/[\r\n\t]/g, "") : input;
  if (!isPlainLine(line)) {
    return wrong("it holds a control character, a line break, an invisible character or half of a character");
  }
  const choices = field.choices?.map(({ value }) => value) ?? [];
  if (choices.includes(input)) return input;
  if (choices.length > 0 && field.freeEntry !== true) {
    return wrong("it is none of the choices", `choose one of: ${choices.join(", ")}`);
  }
  if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern})$`).test(input)) {
    return wrong(
      "it does not have the right form",
      field.example === undefined ? undefined : `write it like ${field.example}`,
    );
  }
  return input;
}
