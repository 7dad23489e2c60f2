import type { AuthMethod, Field, FieldValue, Keyferry, Manifest, NewConnection } from "@keyferry/core";
import { usageError } from "../usage-error.ts";
import { askField } from "./field.ts";
import type { Choice, Prompter } from "./prompter.ts";
import { askName } from "./secret.ts";
import { askSource } from "./source.ts";

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
  if (prompter) return askConnection(draft, keyferry, prompter);
  const { name, provider, auth, fields, sources } = draft;
  if (name === undefined)
    throw usageError("the connection's name is missing", "write connection create NAME --provider ID");
  if (provider === undefined) throw usageError("--provider is missing", "keyferry provider list shows the providers");
  return { name, provider, fields, sources, ...(auth === undefined ? {} : { auth }) };
}

async function askConnection(draft: ConnectionDraft, keyferry: Keyferry, prompter: Prompter): Promise<NewConnection> {
  const provider = draft.provider ?? (await askProvider(keyferry, prompter));
  const manifest = await keyferry.providers.manifest(provider);
  const name = draft.name ?? (await askName("connection", "Name of the connection", undefined, keyferry, prompter));
  const fields: Record<string, FieldValue> = { ...draft.fields };
  const sources: Record<string, string> = { ...draft.sources };
  let asked = draft.name === undefined;
  const ask = async (field: Field) => {
    asked = true;
    if (field.sensitive) sources[field.name] = await askSource(field, prompter);
    else fields[field.name] = await askField(field, prompter, (...given) => keyferry.assistance.fieldProblem(...given));
  };
  const complete = async (wanted: readonly Field[]) => {
    for (const field of wanted) if (isMissing(field, fields, sources)) await ask(field);
  };
  await complete(manifest.fields);
  const method = await chooseMethod(manifest, draft, prompter);
  await complete(method?.fields ?? []);
  // Whoever said all on the command line is not asked for more.
  for (;;) {
    const field = asked
      ? await askMore([...manifest.fields, ...(method?.fields ?? [])], fields, sources, prompter)
      : undefined;
    if (!field) break;
    await ask(field);
  }
  const auth = draft.auth ?? method?.id;
  return { name, provider, fields, sources, ...(auth === undefined ? {} : { auth }) };
}

/** Offers what the connection can do without; undefined where that is all. */
function askMore(
  all: readonly Field[],
  fields: Readonly<Record<string, FieldValue>>,
  sources: Readonly<Record<string, string>>,
  prompter: Prompter,
): Promise<Field | undefined> | undefined {
  const open = all.filter((field) => !(field.name in fields || field.name in sources) && applies(field, fields));
  if (open.length === 0) return undefined;
  const choices: Choice<Field | undefined>[] = [{ name: "no, that is all", value: undefined }];
  for (const field of open) {
    const { label, description, default: usual } = field;
    const note = usual === undefined ? "" : ` (else ${usual})`;
    choices.push({ name: label, value: field, description: `${description}${note}` });
  }
  return prompter.choose({ message: "Anything else?", choices });
}

async function askProvider(keyferry: Keyferry, prompter: Prompter): Promise<string> {
  const all = await keyferry.providers.list();
  const choices = [...all]
    .sort((a, b) => Number(b.installed) - Number(a.installed))
    .map((provider): Choice<string | undefined> => {
      const description = provider.installed ? provider.package : `not installed: ${provider.install ?? ""}`;
      return { name: provider.id, value: provider.id, description };
    });
  const others = [{ name: "another one", value: undefined, description: "a package of somebody else" }];
  const picked = await prompter.search<string | undefined>({ message: "Provider", choices, others });
  return picked ?? prompter.text({ message: "Name of the provider's package" });
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
  return askMethod(offered, undefined, prompter);
}

/** Asks how to log in; the method that stands first is `present`, or what the machine offers. */
export function askMethod(
  offered: readonly AuthMethod[],
  present: AuthMethod | undefined,
  prompter: Prompter,
): Promise<AuthMethod> {
  // Nothing to keep, nothing to lose: offered first.
  const rank = (method: AuthMethod) => (method === present ? 2 : method.ambient === undefined ? 0 : 1);
  const choices = offered
    .toSorted((a, b) => rank(b) - rank(a))
    .map((method) => ({
      name: method.label,
      value: method,
      description: method === present ? `as it is: ${method.description}` : method.description,
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
  return applies(field, fields);
}

export function applies({ when }: Field, fields: Readonly<Record<string, FieldValue>>): boolean {
  return when === undefined || when.oneOf.some((value) => String(value) === String(fields[when.field]));
}
