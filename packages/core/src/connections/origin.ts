import type { AuthMethod, Field, FieldValue, Manifest } from "../contract/manifest.ts";
import { escapeText } from "../settings/quote.ts";

export type Origin = Readonly<Record<string, FieldValue>>;

/** Where a connection points: its `pointsTo` fields and those of its auth method that have a value, and nothing else. */
export function computeOrigin(
  manifest: Manifest,
  method: AuthMethod,
  fields: Readonly<Record<string, FieldValue>>,
  authFields: Readonly<Record<string, FieldValue>>,
): Origin {
  return Object.freeze(
    Object.fromEntries(
      [...pointed(manifest.fields, fields), ...pointed(method.fields, authFields)].sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
}

/** The names of the fields in which two origins differ. */
export function originDifferences(confirmed: Origin, computed: Origin): readonly string[] {
  const names = new Set([...Object.keys(confirmed), ...Object.keys(computed)]);
  const value = (origin: Origin, name: string) => (Object.hasOwn(origin, name) ? origin[name] : undefined);
  return [...names].filter((name) => value(confirmed, name) !== value(computed, name)).sort();
}

/** A field in which two origins differ, with its value in each. */
export interface OriginChange {
  readonly field: string;
  readonly from?: FieldValue;
  readonly to?: FieldValue;
}

export function originChanges(from: Origin, to: Origin): readonly OriginChange[] {
  return originDifferences(from, to).map((field) => {
    const [before, after] = [from, to].map((origin) => (Object.hasOwn(origin, field) ? origin[field] : undefined));
    return { field, ...(before === undefined ? {} : { from: before }), ...(after === undefined ? {} : { to: after }) };
  });
}

/** Changes as a person reads them: `region: "eu" → "us"`. */
export function originText(changes: readonly OriginChange[]): string {
  const shown = (value: FieldValue | undefined) => {
    if (value === undefined) return "nothing";
    return typeof value === "string" ? `"${escapeText(value)}"` : String(value);
  };
  return changes.map(({ field, from, to }) => `${field}: ${shown(from)} → ${shown(to)}`).join(", ");
}

function pointed(fields: readonly Field[], values: Readonly<Record<string, FieldValue>>): [string, FieldValue][] {
  return fields.flatMap(({ name, pointsTo }) => {
    const value = pointsTo === true && Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? [] : [[name, value] as [string, FieldValue]];
  });
}
