import type { ConnectionChange, ConnectionView, Field, FieldValue, Manifest, NewConnection } from "@keyferry/core";
import { applies, askMethod } from "./connection.ts";
import { askFieldAgain, type CheckField } from "./field.ts";
import type { Prompter } from "./prompter.ts";
import { askSourceAgain } from "./source.ts";

/** Goes through all that a connection has or can have; the enter key leaves each as it is. Gives what is to differ. */
export async function askChange(
  { fields, auth, withheld = [] }: Pick<ConnectionView, "fields" | "auth" | "withheld">,
  manifest: Manifest,
  prompter: Prompter,
  checkField: CheckField,
): Promise<ConnectionChange> {
  const values = new Map<string, FieldValue>(Object.entries({ ...fields, ...auth.fields }));
  const changed: Record<string, FieldValue> = {};
  const sources: Record<string, string> = {};
  const unset: string[] = [];
  const ask = async (field: Field) => {
    const { name } = field;
    if (!applies(field, Object.fromEntries(values))) return;
    if (field.sensitive) {
      const change = await askSourceAgain(field, auth.sources[name], prompter);
      if (change === undefined) return;
      if (change.source === undefined) unset.push(name);
      else sources[name] = change.source;
      return;
    }
    const before = values.get(name);
    const after = await askFieldAgain(field, before, prompter, checkField);
    if (after === before) return;
    if (after === undefined) {
      values.delete(name);
      unset.push(name);
    } else {
      values.set(name, after);
      changed[name] = after;
    }
  };
  for (const field of manifest.fields) await ask(field);
  const present = manifest.auth.find(({ id }) => id === auth.method);
  const [only, another] = manifest.auth;
  const method = another === undefined ? only : await askMethod(manifest.auth, present, prompter);
  for (const field of method?.fields ?? []) await ask(field);
  // What may be a credential has no place there; a source of it takes its place by itself.
  for (const { field } of withheld) {
    if (sources[field] === undefined && auth.sources[field] === undefined && !unset.includes(field)) unset.push(field);
  }
  const other = method === present || method === undefined ? {} : { auth: method.id };
  return { fields: changed, sources, unset, ...other };
}

/** Goes through all of a connection that is not saved yet, with what was given; the enter key leaves each as it is. */
export async function askAnew(
  given: NewConnection,
  manifest: Manifest,
  prompter: Prompter,
  checkField: CheckField,
): Promise<NewConnection> {
  const { fields = {}, sources = {} } = given;
  const former = { fields, auth: { method: given.auth ?? "", fields: {}, sources } };
  const change = await askChange(former, manifest, prompter, checkField);
  const auth = change.auth ?? given.auth;
  const method = manifest.auth.find(({ id }) => id === auth);
  const known = new Set([...manifest.fields, ...(method?.fields ?? [])].map(({ name }) => name));
  const kept = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name) && !change.unset?.includes(name)));
  return {
    ...given,
    fields: { ...kept(fields), ...change.fields },
    sources: { ...kept(sources), ...change.sources },
    ...(auth === undefined ? {} : { auth }),
  };
}
