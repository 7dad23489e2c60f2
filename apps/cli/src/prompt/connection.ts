import type { AuthMethod, Field, FieldValue, Keyferry, Manifest, NewConnection } from "@keyferry/core";
import { usageError } from "../usage-error.ts";
import { askField, askSource } from "./field.ts";
import type { Prompter } from "./prompter.ts";

/** A connection as far as the command line gives it. */
export interface ConnectionDraft {
  readonly name: string | undefined;
  readonly provider: string | undefined;
  readonly auth: string | undefined;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly sources: Readonly<Record<string, string>>;
}

/** Completes a connection by asking for what is missing; where nobody can be asked, that is a usage error. */
export async function connectionInput(
  draft: ConnectionDraft,
  keyferry: Keyferry,
  prompter: Prompter | undefined,
): Promise<NewConnection> {
  if (prompter) return ask(draft, keyferry, prompter);
  const { name, provider, auth, fields, sources } = draft;
  if (name === undefined)
    throw usageError("the connection's name is missing", "write connection create NAME --provider ID");
  if (provider === undefined) throw usageError("--provider is missing", "keyferry provider list shows the providers");
  return { name, provider, fields, sources, ...(auth === undefined ? {} : { auth }) };
}

async function ask(draft: ConnectionDraft, keyferry: Keyferry, prompter: Prompter): Promise<NewConnection> {
  const provider = draft.provider ?? (await askProvider(keyferry, prompter));
  const manifest = await keyferry.providers.manifest(provider);
  const name = draft.name ?? (await prompter.text({ message: "Name of the connection" }));
  const fields: Record<string, FieldValue> = { ...draft.fields };
  const sources: Record<string, string> = { ...draft.sources };
  const complete = async (wanted: readonly Field[]) => {
    for (const field of wanted) {
      if (!isMissing(field, fields, sources)) continue;
      if (field.sensitive) sources[field.name] = await askSource(field, prompter);
      else fields[field.name] = await askField(field, prompter);
    }
  };
  await complete(manifest.fields);
  const method = await chooseMethod(manifest, draft, prompter);
  await complete(method?.fields ?? []);
  const auth = draft.auth ?? method?.id;
  return { name, provider, fields, sources, ...(auth === undefined ? {} : { auth }) };
}

async function askProvider(keyferry: Keyferry, prompter: Prompter): Promise<string> {
  const installed = (await keyferry.providers.list()).filter((provider) => provider.installed);
  if (installed.length === 0) return prompter.text({ message: "Provider (its id, or its package's name)" });
  const choices = installed.map(({ id, ...provider }) => ({ name: id, value: id, description: provider.package }));
  return prompter.choose({ message: "Provider", choices });
}

/** The auth method that was given, or the only one that the given fields fit; else the person says. */
async function chooseMethod(
  manifest: Manifest,
  draft: ConnectionDraft,
  prompter: Prompter,
): Promise<AuthMethod | undefined> {
  if (draft.auth !== undefined) return manifest.auth.find(({ id }) => id === draft.auth);
  const own = new Set(manifest.fields.map(({ name }) => name));
  const given = [...Object.keys(draft.fields), ...Object.keys(draft.sources)].filter((name) => !own.has(name));
  const takes = manifest.auth.filter(({ fields }) =>
    given.every((name) => fields.some((field) => field.name === name)),
  );
  const complete = takes.filter(({ fields }) => fields.every((field) => !needed(field) || given.includes(field.name)));
  if (given.length > 0 && complete.length === 1) return complete[0];
  const offered = takes.length > 0 ? takes : manifest.auth;
  if (offered.length === 1) return offered[0];
  // Nothing to keep, nothing to lose: offered first.
  const ambientFirst = offered.toSorted((a, b) => Number(b.ambient !== undefined) - Number(a.ambient !== undefined));
  const choices = ambientFirst.map((method) => ({
    name: method.label,
    value: method,
    description: method.description,
  }));
  return prompter.choose({ message: "How to log in", choices });
}

function needed({ required, default: fallback, when }: Field): boolean {
  return required === true && fallback === undefined && when === undefined;
}

/** Only what the connection cannot do without is asked for. */
function isMissing(
  field: Field,
  fields: Readonly<Record<string, FieldValue>>,
  sources: Readonly<Record<string, string>>,
): boolean {
  if (!field.required || field.default !== undefined) return false;
  if (field.name in fields || field.name in sources) return false;
  const { when } = field;
  return when === undefined || when.oneOf.some((value) => String(value) === String(fields[when.field]));
}
