import type { ConnectionChange, NewLogin } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import { askChange } from "./change-connection.ts";
import { askWhetherThere, type Confirmed, notConfirmed, sayChanges } from "./modification.ts";
import type { Prompter } from "./prompter.ts";
import { type CheckedConnection, saveProved } from "./save-proved.ts";
import { askLogin, fieldsNamed, sayUnsealed } from "./typed-login.ts";

/** Asks for all of a connection anew, shows what would differ, and saves it once its login is proved. Undefined: nothing differs. */
export async function modifyByDialogue(
  name: string,
  unchecked: boolean,
  invocation: Invocation,
  prompter: Prompter,
): Promise<{ readonly saved: CheckedConnection; readonly change: ConnectionChange } | undefined> {
  const { connections, providers, assistance } = await invocation.keyferry();
  const connection = await connections.get(name);
  // Core refuses it, before anything is asked for.
  if (connection.readOnly) await connections.modification(name, {});
  const manifest = await providers.manifest(connection.provider);
  const change = await askChange(connection, manifest, prompter, (...given) => assistance.fieldProblem(...given));
  const plan = await connections.modification(name, change);
  const { changes, method, originChanges, toSeal } = plan;
  if (changes.length + originChanges.length + toSeal.length === 0 && !method) return undefined;
  const unseen = originChanges.filter(({ field }) => changes.every((other) => other.field !== field));
  if (method) sayChanges([{ field: "login", ...method }], invocation);
  sayChanges([...changes, ...unseen], invocation);
  const confirmed = plan.needsConfirmation
    ? await askWhetherThere(plan, change, prompter)
    : await confirm({ change, options: {} }, prompter);
  return { saved: await saveModification(name, confirmed, unchecked, invocation), change: confirmed.change };
}

/**
 * Saves a change once the login is proved, unless it is to be saved unchecked. On a terminal a login that is to be sealed anew is
 * asked for and sealed with it; elsewhere the person is told how.
 */
export async function saveModification(
  name: string,
  { change, options }: Confirmed,
  unchecked: boolean,
  invocation: Invocation,
): Promise<CheckedConnection> {
  const { connections, providers } = await invocation.keyferry();
  const { prompter } = invocation.world;
  const { toSeal } = await connections.modification(name, change);
  // What nobody can type here has nothing to be proved.
  if (unchecked || (toSeal.length > 0 && !prompter)) {
    const saved = await connections.modify(name, change, options);
    if (toSeal.length > 0) sayUnsealed(name, invocation);
    return saved;
  }
  const typed = async (before?: NewLogin): Promise<{ readonly login?: NewLogin }> => {
    if (!prompter || toSeal.length === 0) return {};
    const { provider, auth } = await connections.get(name);
    const fields = fieldsNamed(await providers.manifest(provider), change.auth ?? auth.method, toSeal);
    return { login: await askLogin(fields, toSeal, before?.keeper, invocation, prompter) };
  };
  const saving = {
    typed,
    proved: (login: object) =>
      connections.modifyChecked(name, change, { ...options, ...invocation.callOptions, ...login }),
    unchecked: (login: object) => connections.modify(name, change, { ...options, ...login }),
  };
  return saveProved<CheckedConnection, object>(saving, invocation);
}

async function confirm(asked: Confirmed, prompter: Prompter): Promise<Confirmed> {
  const choices = [
    { name: "yes", value: true },
    { name: "no, change nothing", value: false },
  ];
  if (await prompter.choose({ message: "Save these changes?", choices })) return asked;
  throw notConfirmed();
}
