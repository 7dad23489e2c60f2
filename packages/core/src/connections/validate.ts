import { type Failure, isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { AuthMethod, Field, FieldValue, Manifest } from "../contract/manifest.ts";
import { safeText } from "../plugins/safe-text.ts";
import { nearest } from "../settings/nearest.ts";
import { chooseMethod } from "./choose-method.ts";
import { applies, conditionText, type Report, readFieldValues, type Values } from "./field-values.ts";
import { computeOrigin, type Origin } from "./origin.ts";
import type { Source } from "./sources/source.ts";
import { parseSource } from "./sources/source-table.ts";

/** A connection as a person describes it, or as it is in the settings. */
export interface ConnectionInput {
  readonly name: string;
  /** Fields of the connection and of its auth method. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly auth?: string;
  /** Sensitive field → source. */
  readonly sources: Readonly<Record<string, string>>;
}

/** A connection that fits its provider's manifest. */
export interface ValidConnection {
  readonly fields: Values;
  readonly auth: {
    readonly method: string;
    readonly fields: Values;
    readonly sources: Readonly<Record<string, string>>;
  };
  readonly origin: Origin;
}

/**
 * Checks a connection against a manifest, converts texts by type and fills defaults in. Throws one `KeyferryError` with all
 * problems: `usage`, or `rule` for a credential that is given as a literal. No message holds a given value.
 */
export function validateConnection(manifest: Manifest, input: ConnectionInput): ValidConnection {
  const problems: Failure[] = [];
  const report = (code: Failure["code"]) => (field: string | undefined, message: string, hint: string) => {
    const name = safeText(input.name, 300);
    const where = `connection ${name}${field === undefined ? "" : `, field ${safeText(field, 100)}`}`;
    problems.push({ code, where, message, hint, connection: input.name, provider: manifest.id });
  };
  const usage = report("usage");
  reportLiterals(manifest, input, report("rule"));
  reportUnknown(manifest, input, usage);
  const given = new Set(
    [...Object.keys(input.fields), ...Object.keys(input.sources)].filter((name) => isKnown(manifest, name)),
  );
  const choice = chooseMethod(manifest, input.auth, given);
  if (!("method" in choice)) {
    // A refused literal took part in the choice, so errors that follow from the choice would only hide that one.
    if (!problems.some(({ code }) => code === "rule")) usage(undefined, choice.message, choice.hint);
    throw raise(problems);
  }
  const { method } = choice;
  reportForeign(manifest, method, given, usage);
  const fields = readFieldValues(manifest.fields, input.fields, {}, usage);
  const authFields = readFieldValues(method.fields, input.fields, fields, usage);
  const sources = readSources(
    [...manifest.fields, ...method.fields],
    input.sources,
    { ...fields, ...authFields },
    usage,
  );
  if (problems.length > 0) throw raise(problems);
  const origin = computeOrigin(manifest, method, fields, authFields);
  return { fields, auth: { method: method.id, fields: authFields, sources }, origin };
}

function raise([first, ...rest]: readonly Failure[]): KeyferryError {
  return new KeyferryError(first ?? { code: "internal", message: "the connection does not fit" }, ...rest);
}

function everyField(manifest: Manifest): readonly Field[] {
  return [...manifest.fields, ...manifest.auth.flatMap(({ fields }) => fields)];
}

function isKnown(manifest: Manifest, name: string): boolean {
  return everyField(manifest).some((field) => field.name === name);
}

function reportLiterals(manifest: Manifest, { fields }: ConnectionInput, report: Report) {
  const sensitive = new Set(everyField(manifest).flatMap((field) => (field.sensitive === true ? [field.name] : [])));
  for (const name of Object.keys(fields).filter((given) => sensitive.has(given))) {
    report(name, "a credential is never given as a literal", `write --credential ${name}=env:VARIABLE`);
  }
}

function reportUnknown(manifest: Manifest, { fields, sources }: ConnectionInput, report: Report) {
  const known = everyField(manifest).map(({ name }) => name);
  for (const name of new Set([...Object.keys(fields), ...Object.keys(sources)])) {
    if (known.includes(name)) continue;
    const near = nearest(name, [...new Set(known)]);
    const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `it has: ${[...new Set(known)].join(", ")}`;
    report(name, `${manifest.displayName} has no such field`, hint);
  }
}

function reportForeign(manifest: Manifest, method: AuthMethod, given: ReadonlySet<string>, report: Report) {
  const taken = new Set([...manifest.fields, ...method.fields].map(({ name }) => name));
  for (const name of given) {
    if (taken.has(name)) continue;
    const owners = manifest.auth.filter(({ fields }) => fields.some((field) => field.name === name));
    const ids = owners.map(({ id }) => id).join(" and ");
    report(name, `it belongs to the auth method ${ids}, not to ${method.id}`, "leave it out, or choose that method");
  }
}

function readSources(
  fields: readonly Field[],
  given: Readonly<Record<string, string>>,
  values: Values,
  report: Report,
): Readonly<Record<string, string>> {
  const seen = new Map(Object.entries(values));
  const sources: [string, string][] = [];
  const descriptors = new Set<number>();
  for (const field of fields) {
    const { name } = field;
    const source = Object.hasOwn(given, name) ? given[name] : undefined;
    if (field.sensitive !== true) {
      if (source !== undefined) report(name, "it is no credential, so it has no source", `write --set ${name}=…`);
    } else if (source === undefined) {
      if (field.required === true && applies(field, seen)) {
        report(name, "a source of this credential is needed", `give --credential ${name}=env:VARIABLE`);
      }
    } else if (!applies(field, seen)) report(name, conditionText(field), "leave it out");
    else {
      const descriptor = reportSource(name, source, report)?.descriptor;
      if (descriptor !== undefined && descriptors.has(descriptor)) {
        report(name, "another credential has this descriptor, which can be read once", "give it one of its own");
      }
      if (descriptor !== undefined) descriptors.add(descriptor);
      sources.push([name, source]);
    }
  }
  return Object.freeze(Object.fromEntries(sources));
}

function reportSource(name: string, source: string, report: Report): Source | undefined {
  try {
    return parseSource(source);
  } catch (thrown) {
    const failures = isKeyferryError(thrown) ? thrown.failures : [];
    for (const { message, hint } of failures) report(name, message, hint ?? "");
    if (failures.length === 0) throw thrown;
    return undefined;
  }
}
