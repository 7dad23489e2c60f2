import type { Plain } from "./plain-copy.ts";

/** A rule for one member. */
export interface Rule {
  readonly fits: (value: Plain) => boolean;
  /** Completes "… must be". */
  readonly says: string;
  readonly optional?: true;
}

export type PlainRecord = { readonly [member: string]: Plain };

export function isPlainRecord(value: Plain | undefined): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own member; what `Object.prototype` holds is not data. */
export function member(record: PlainRecord, name: string): Plain | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

export function list(record: PlainRecord, name: string): readonly Plain[] {
  const value = member(record, name);
  return Array.isArray(value) ? value : [];
}

/** Whether a value is text of 1 to `max` characters, on one line unless `lines`. */
export function isText(value: Plain | undefined, max: number, lines = false): value is string {
  if (typeof value !== "string" || value.length === 0 || value.length > max || !value.isWellFormed()) return false;
  return lines || !/[\p{Cc}\u2028\u2029]/u.test(value);
}

/** As `toLocaleString` writes it, whose first use in a process costs 15 ms. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

export const rules = {
  text: (max: number): Rule => ({
    fits: (value) => isText(value, max),
    says: `a line of 1 to ${grouped(max)} characters`,
  }),
  oneOf: (...values: readonly Plain[]): Rule => ({
    fits: (value) => values.includes(value),
    says: values.map((value) => JSON.stringify(value)).join(" or "),
  }),
  integer: (from: number, to: number): Rule => ({
    fits: (value) => typeof value === "number" && Number.isInteger(value) && value >= from && value <= to,
    says: `a whole number from ${from} to ${to}`,
  }),
  boolean: { fits: (value: Plain) => typeof value === "boolean", says: "true or false" },
  list: (from: number, to: number, item?: (value: Plain) => boolean): Rule => ({
    fits: (value) =>
      Array.isArray(value) && value.length >= from && value.length <= to && (item === undefined || value.every(item)),
    says: `a list of ${from} to ${to} fitting items`,
  }),
  record: { fits: isPlainRecord, says: "an object" } as Rule,
  optional: (rule: Rule): Rule => ({ ...rule, optional: true }),
};

/** Checks the members of one object, and collects what does not fit. False if it is not an object at all. */
export function checkShape(
  value: Plain | undefined,
  shape: Readonly<Record<string, Rule>>,
  where: string,
  problems: string[],
): value is PlainRecord {
  if (!isPlainRecord(value)) {
    problems.push(`${where} must be an object`);
    return false;
  }
  for (const [name, rule] of Object.entries(shape)) {
    const found = member(value, name);
    if (found === undefined ? rule.optional : rule.fits(found)) continue;
    problems.push(`${where}.${name} must be ${rule.says}`);
  }
  return true;
}
