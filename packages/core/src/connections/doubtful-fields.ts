import type { FieldValue, Manifest } from "../contract/manifest.ts";
import { argument } from "../settings/argument.ts";
import { holdsPassword } from "../settings/holds-password.ts";
import type { ConnectionDefinition } from "../settings/model.ts";
import { nearest } from "../settings/nearest.ts";

/** A field of a connection that stands in the settings and may hold a credential, so that its value is not shown. */
export interface DoubtfulField {
  readonly field: string;
  readonly problem: string;
  /** What to do about it. */
  readonly remedy: string;
}

type Values = Readonly<Record<string, FieldValue>>;

/** What stands for a value that is not shown. */
const NOT_SHOWN = "what is not shown";

/** Whether a value may be shown: the manifest declares its field, in no auth method as sensitive, and it is no address with a password. */
function isPlain(manifest: Manifest, [name, value]: readonly [string, FieldValue]): boolean {
  return isDeclaredPlain(manifest, name) && !holdsPassword(value);
}

function isDeclaredPlain(manifest: Manifest, name: string): boolean {
  const declared = [...manifest.fields, ...manifest.auth.flatMap(({ fields }) => fields)].filter(
    (field) => field.name === name,
  );
  return declared.length > 0 && declared.every(({ sensitive }) => sensitive !== true);
}

/** The same fields, without the values that must not be shown. */
export function masked(manifest: Manifest, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isPlain(manifest, [name, value]) ? value : NOT_SHOWN]),
  );
}

/** The fields that may be shown, and no other. */
export function plainOnly(manifest: Manifest, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter((entry) => isPlain(manifest, entry)));
}

/**
 * What a person wrote into the settings by hand that may be a credential: under a sensitive field, under one that the provider does
 * not have, or in an address. One command mends all of it, since a connection is checked as a whole.
 */
export function doubtfulFields(
  manifest: Manifest,
  { name, fields, auth }: Pick<ConnectionDefinition, "name" | "fields" | "auth">,
): readonly DoubtfulField[] {
  const doubtful = Object.entries({ ...fields, ...auth.fields })
    .filter((entry) => !isPlain(manifest, entry))
    .map(([field]) => field);
  const own = manifest.auth.find(({ id }) => id === auth.method)?.fields ?? [];
  const replaced = [...manifest.fields, ...own].filter(
    (field) => field.sensitive === true && doubtful.includes(field.name),
  );
  const sources = replaced.map((field) => ` --credential ${field.name}=SOURCE`);
  const addresses = doubtful.filter((field) => isDeclaredPlain(manifest, field));
  const set = addresses.map((field) => ` --set ${field}=ADDRESS`);
  const gone = doubtful.filter((field) => !addresses.includes(field) && !replaced.some(({ name }) => name === field));
  const unset = gone.map((field) => ` --unset ${field}`);
  const remedy = `keyferry connection modify ${argument(name)}${[...sources, ...set, ...unset].join("")}`;
  return doubtful.map((field) => ({ field, ...reason(manifest, field, remedy) }));
}

function reason(manifest: Manifest, field: string, remedy: string): Omit<DoubtfulField, "field"> {
  if (isDeclaredPlain(manifest, field)) return { problem: "its address holds a password", remedy };
  const known = [...manifest.fields, ...manifest.auth.flatMap(({ fields }) => fields)].map(({ name }) => name);
  if (!known.includes(field)) {
    const near = nearest(field, [...new Set(known)]);
    const meant = near.length === 0 ? "" : ` (did you mean ${near.join(" or ")}?)`;
    return { problem: `${manifest.displayName} has no such field${meant}, so it may be a credential`, remedy };
  }
  return {
    problem: "a credential stands in the settings, where it must not",
    remedy: `${remedy}; then have the manager make a new one, since this one lay in a file`,
  };
}

/** Without its provider nobody can tell a region from a credential. */
export function unknownFields({
  fields,
  auth,
}: Pick<ConnectionDefinition, "fields" | "auth">): readonly DoubtfulField[] {
  return Object.keys({ ...fields, ...auth.fields }).map((field) => ({
    field,
    problem: "its provider cannot be loaded here, so nobody can tell whether it is a credential",
    remedy: "keyferry doctor says what is wrong with the provider",
  }));
}
