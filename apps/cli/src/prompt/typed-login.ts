import type { Field, Manifest, NewLogin } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import { commandLine } from "../output/command-line.ts";
import { askCredentials } from "./credentials.ts";
import { chooseKeeper } from "./keeper.ts";
import type { Prompter } from "./prompter.ts";

/**
 * Asks for what is to be sealed, without showing it, and at the first login for who keeps the key, unless that is known. Nothing is
 * written. `wanted` names fields; those that are needed if it is empty.
 */
export async function askLogin(
  fields: readonly Field[],
  wanted: readonly string[],
  keeper: string | undefined,
  invocation: Invocation,
  prompter: Prompter,
): Promise<NewLogin> {
  const credentials = await askCredentials(fields, wanted, prompter);
  if (keeper !== undefined) return { credentials, keeper };
  const { logins } = await invocation.keyferry();
  if ((await logins.keeper()) !== undefined) return { credentials };
  return { credentials, keeper: await chooseKeeper(prompter) };
}

/** Fields by their names. `method` is the auth method's id; any that has such fields if absent. */
export function fieldsNamed(
  { fields, auth }: Manifest,
  method: string | undefined,
  names: readonly string[],
): readonly Field[] {
  const methods = auth.filter(({ id }) => method === undefined || id === method);
  const known = [...fields, ...methods.flatMap((each) => each.fields)];
  return names.flatMap((name) => known.filter((field) => field.name === name).slice(0, 1));
}

/** Says how a login that could not be asked for is sealed. */
export function sayUnsealed(connection: string, invocation: Invocation): void {
  const login = { program: "keyferry", args: ["connection", "login", connection] };
  invocation.say(`its login is not sealed yet: ${commandLine(login)}`);
}
