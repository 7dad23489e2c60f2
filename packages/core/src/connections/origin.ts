import type { AuthMethod, Field, FieldValue, Manifest } from "../contract/manifest.ts";

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

function pointed(fields: readonly Field[], values: Readonly<Record<string, FieldValue>>): [string, FieldValue][] {
  return fields.flatMap(({ name, pointsTo }) => {
    const value = pointsTo === true && Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? [] : [[name, value] as [string, FieldValue]];
  });
}
