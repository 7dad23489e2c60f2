import type { Field, Manifest, NewLogin } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import { commandLine } from "../output/command-line.ts";
import { askCredentials } from "./credentials.ts";
import { chooseKeeper } from "./keeper.ts";
import type { Prompter } from "./prompter.ts";

/**
 * Asks for what `stored` sources are to hold, without showing it, and at the first login for who keeps the key. Nothing is
 * written. `method` is the auth method's id; any that has such fields if absent.
 * `before` was typed and did not work.
 */
export async function askLogin(
  names: readonly string[],
  manifest: Manifest,
  method: string | undefined,
  invocation: Invocation,
  prompter: Prompter,
  before?: NewLogin,
): Promise<NewLogin> {
  const methods = manifest.auth.filter(({ id }) => method === undefined || id === method);
  const known = [...manifest.fields, ...methods.flatMap(({ fields }) => fields)];
  const fields = names.flatMap((name): Field[] => known.filter((field) => field.name === name).slice(0, 1));
  const credentials = await askCredentials(fields, names, prompter);
  if (before?.keeper !== undefined) return { credentials, keeper: before.keeper };
  const { logins } = await invocation.keyferry();
  if ((await logins.keeper()) !== undefined) return { credentials };
  return { credentials, keeper: await chooseKeeper(prompter) };
}

/** Says how a login that could not be asked for is sealed. */
export function sayUnsealed(connection: string, invocation: Invocation): void {
  const login = { program: "keyferry", args: ["connection", "login", connection] };
  invocation.say(`its login is not sealed yet: ${commandLine(login)}`);
}
