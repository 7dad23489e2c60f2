import type { SecretType } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import { waitingFor } from "../waiting.ts";
import type { Choice, Prompter } from "./prompter.ts";

/** Which part of a remote value a secret is. */
export interface PickedKey {
  readonly key?: string;
  readonly whole?: true;
}

/** Offers the key names where the value has keys, nested ones as JSON Pointers, and the whole text where it is one. */
export async function askKey(
  {
    connection,
    remoteName,
    version,
    type,
  }: {
    readonly connection: string;
    readonly remoteName: string;
    readonly version: string | undefined;
    /** The type that the key is to have, where that is known. */
    readonly type: SecretType | undefined;
  },
  invocation: Invocation,
  prompter: Prompter,
): Promise<PickedKey> {
  const { secrets, assistance } = await invocation.keyferry();
  const options = { ...invocation.callOptions, ...(version === undefined ? {} : { version }) };
  const shape = await waitingFor(invocation, "reading the key names", () =>
    secrets.keys(connection, remoteName, options),
  );
  if (shape.refused !== undefined) invocation.say(`no key is taken of its JSON: ${shape.refused}`);
  if (shape.kind !== "object" && shape.kind !== "fields") return {};
  const choices = shape.keys.map(
    (key): Choice<PickedKey> => ({ name: key, value: { key }, description: assistance.guessType(key) }),
  );
  if (shape.kind === "object") choices.push({ name: "the whole text", value: { whole: true } });
  const wanted = choices.findIndex(({ description }) => type !== undefined && description === type);
  return prompter.choose({ message: "Key", choices, initial: Math.max(0, wanted) });
}
