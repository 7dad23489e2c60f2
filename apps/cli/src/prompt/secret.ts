import type { Keyferry, NewSecret, SecretType } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import { collectNames } from "../names.ts";
import { usageError } from "../usage-error.ts";
import type { Prompter } from "./prompter.ts";

const TYPES: readonly SecretType[] = ["username", "password", "private-key"];

/** A secret as far as the command line gives it. */
export interface SecretDraft {
  readonly name: string | undefined;
  readonly connection?: string | undefined;
  readonly remoteName?: string | undefined;
  readonly type?: SecretType | undefined;
  readonly key?: string | undefined;
  readonly whole?: boolean | undefined;
  readonly version?: string | undefined;
  readonly description?: string | undefined;
  readonly trimNewline?: boolean | undefined;
  /** False saves without asking the manager. */
  readonly check: boolean;
}

/** Completes a definition by asking for what is missing; where nobody can be asked, that is a usage error. */
export async function secretInput(draft: SecretDraft, invocation: Invocation): Promise<NewSecret> {
  if (draft.type !== undefined && !TYPES.includes(draft.type)) {
    throw usageError("--type is none of the types", `write one of ${TYPES.join(", ")}`);
  }
  if (draft.key !== undefined && draft.whole) {
    throw usageError("--key and --whole exclude each other", "give one of them");
  }
  const { prompter } = invocation.world;
  const input = prompter ? await ask(draft, invocation, prompter) : given(draft);
  const { version, description, trimNewline, check } = draft;
  return {
    ...input,
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
    ...(trimNewline ? { trimNewline } : {}),
    ...(check ? {} : { unchecked: true }),
  };
}

function given({ name, connection, remoteName, type, key, whole }: SecretDraft): NewSecret {
  const wanted = { NAME: name, "--connection": connection, "--remote-name": remoteName, "--type": type };
  if (name === undefined || connection === undefined || remoteName === undefined || type === undefined) {
    const missing = Object.entries(wanted).flatMap(([option, value]) => (value === undefined ? [option] : []));
    throw usageError(`missing: ${missing.join(", ")}`, "on a terminal, keyferry secret create asks for them");
  }
  return { name, connection, remoteName, type, ...pick(key, whole) };
}

async function ask(draft: SecretDraft, invocation: Invocation, prompter: Prompter): Promise<NewSecret> {
  const keyferry = await invocation.keyferry();
  const connection = draft.connection ?? (await askConnection(keyferry, prompter));
  const remoteName = draft.remoteName ?? (await askRemoteName(connection, invocation, prompter));
  const picked =
    draft.key !== undefined || draft.whole || !draft.check
      ? pick(draft.key, draft.whole)
      : await askKey(draft, connection, remoteName, invocation, prompter);
  const choices = TYPES.map((value) => ({ name: value, value }));
  const type = draft.type ?? (await prompter.choose({ message: "Type", choices }));
  const initial = remoteName.split("/").at(-1);
  const name = draft.name ?? (await prompter.text({ message: "Our own name for the secret", initial }));
  return { name, connection, remoteName, type, ...picked };
}

async function askConnection(keyferry: Keyferry, prompter: Prompter): Promise<string> {
  const choices = (await keyferry.connections.list()).map(({ name, provider }) => ({
    name,
    value: name,
    description: provider,
  }));
  if (choices.length === 0) throw usageError("there is no connection yet", "make one with keyferry connection create");
  return prompter.choose({ message: "Connection", choices });
}

async function askRemoteName(connection: string, invocation: Invocation, prompter: Prompter): Promise<string> {
  const names = await collectNames(invocation, connection);
  const choices = names.map(({ name, description }) => ({ name, value: name, description }));
  if (choices.length === 0) return prompter.text({ message: "Its name in the manager" });
  return prompter.search({ message: "Secret (type a part of its name)", choices });
}

/** Offers the key names where the value has keys, and the whole text where it is one. */
async function askKey(
  draft: SecretDraft,
  connection: string,
  remoteName: string,
  invocation: Invocation,
  prompter: Prompter,
): Promise<{ key?: string; whole?: true }> {
  const { secrets } = await invocation.keyferry();
  const version = draft.version === undefined ? {} : { version: draft.version };
  const shape = await secrets.keys(connection, remoteName, { ...invocation.callOptions, ...version });
  if (shape.kind !== "object" && shape.kind !== "fields") return {};
  const choices: { name: string; value: { key?: string; whole?: true } }[] = shape.keys.map((key) => ({
    name: key,
    value: { key },
  }));
  if (shape.kind === "object") choices.push({ name: "the whole text", value: { whole: true } });
  return prompter.choose({ message: "Key", choices });
}

function pick(key: string | undefined, whole: boolean | undefined): { key?: string; whole?: true } {
  return { ...(key === undefined ? {} : { key }), ...(whole ? { whole: true as const } : {}) };
}
