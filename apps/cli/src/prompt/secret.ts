import type { Keyferry, NewSecret, SecretType } from "@keyferry/core";
import { isKeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { usageError } from "../usage-error.ts";
import type { Prompter } from "./prompter.ts";
import { askRemoteName } from "./remote-name.ts";
import { askKey, type PickedKey } from "./secret-key.ts";

const TYPES: readonly SecretType[] = ["username", "password", "private-key"];

/** A secret as far as the command line gives it. */
export interface SecretDraft {
  readonly name?: string | undefined;
  readonly connection?: string | undefined;
  readonly remoteName?: string | undefined;
  readonly type?: SecretType | undefined;
  readonly key?: string | undefined;
  readonly whole?: boolean | undefined;
  readonly version?: string | undefined;
  readonly description?: string | undefined;
  readonly trimNewline?: boolean | undefined;
  /** Saves without asking the manager. */
  readonly unchecked?: true | undefined;
}

/** Completes a definition by asking for what is missing; where nobody can be asked, that is a usage error. */
export async function secretInput(draft: SecretDraft, invocation: Invocation): Promise<NewSecret> {
  checkType(draft.type);
  if (draft.key !== undefined && draft.whole) {
    throw usageError("--key and --whole exclude each other", "give one of them");
  }
  const { prompter } = invocation.world;
  const input = prompter ? await askSecret(draft, invocation, prompter) : given(draft);
  const { version, description, trimNewline, unchecked } = draft;
  return {
    ...input,
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
    ...(trimNewline ? { trimNewline } : {}),
    ...(unchecked ? { unchecked } : {}),
  };
}

/** Refuses (`usage`) a `--type` that is none. */
export function checkType(type: SecretType | undefined): void {
  if (type === undefined || TYPES.includes(type)) return;
  throw usageError("--type is none of the types", `write one of ${TYPES.join(", ")}`);
}

function given({ name, connection, remoteName, type, key, whole }: SecretDraft): NewSecret {
  const wanted = { NAME: name, "--connection": connection, "--remote-name": remoteName, "--type": type };
  if (name === undefined || connection === undefined || remoteName === undefined || type === undefined) {
    const missing = Object.entries(wanted).flatMap(([option, value]) => (value === undefined ? [option] : []));
    throw usageError(`missing: ${missing.join(", ")}`, "on a terminal, keyferry secret create asks for them");
  }
  return { name, connection, remoteName, type, ...pick(key, whole) };
}

/** Asks for the parts that the draft has not, from the connection on: what is asked later is guessed from what came before. */
export async function askSecret(draft: SecretDraft, invocation: Invocation, prompter: Prompter): Promise<NewSecret> {
  const host = await invocation.keyferry();
  if (draft.name !== undefined) await host.assistance.checkFree("secret", draft.name);
  const connection = draft.connection ?? (await askConnection(host, prompter));
  const remote =
    draft.remoteName === undefined ? await askRemoteName(connection, invocation, prompter) : { name: draft.remoteName };
  const keyed =
    draft.key !== undefined || draft.whole || draft.unchecked
      ? pick(draft.key, draft.whole)
      : await askKey(
          { connection, remoteName: remote.name, version: draft.version, type: draft.type },
          invocation,
          prompter,
        );
  const suggested = await host.assistance.suggestSecret(remote.name, keyed.key);
  const type = draft.type ?? (await askType(suggested.type, prompter));
  const name = draft.name ?? (await askName("secret", "Our own name for the secret", suggested.name, host, prompter));
  // Where the list brought none, saving asks the manager for it.
  const description =
    draft.description === undefined && draft.name === undefined && remote.description
      ? await prompter.text({ message: "Description", initial: remote.description, optional: true })
      : undefined;
  return {
    name,
    connection,
    remoteName: remote.name,
    type,
    ...keyed,
    ...(description === undefined ? {} : { description }),
  };
}

function askType(guess: SecretType | undefined, prompter: Prompter): Promise<SecretType> {
  const choices = TYPES.map((value) => ({
    name: value,
    value,
    description: value === guess ? "by its name" : undefined,
  }));
  // Most secrets are passwords, and what is guessed wrong fits no setting.
  return prompter.choose({ message: "Type", choices, initial: TYPES.indexOf(guess ?? "password") });
}

/** Asks for a name of ours until it is one, and free. */
export function askName(
  kind: Parameters<Keyferry["assistance"]["checkFree"]>[0],
  message: string,
  initial: string | undefined,
  host: Keyferry,
  prompter: Prompter,
): Promise<string> {
  const check = async (name: string) => {
    try {
      await host.assistance.checkFree(kind, name);
    } catch (error) {
      if (!isKeyferryError(error)) throw error;
      return error.failures[0]?.message;
    }
    return undefined;
  };
  return prompter.text({ message, initial, check });
}

async function askConnection({ assistance }: Keyferry, prompter: Prompter): Promise<string> {
  const choices = (await assistance.connections()).map(({ name, provider }) => ({
    name,
    value: name,
    description: provider,
  }));
  if (choices.length === 0) throw usageError("there is no connection yet", "make one with keyferry connection create");
  return prompter.choose({ message: "Connection", choices });
}

function pick(key: string | undefined, whole: boolean | undefined): PickedKey {
  return { ...(key === undefined ? {} : { key }), ...(whole ? { whole: true as const } : {}) };
}
