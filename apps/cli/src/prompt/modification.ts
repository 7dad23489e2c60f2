import type { ConnectionChange, Keyferry, ModificationView } from "@keyferry/core";
import { KeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import type { Prompter } from "./prompter.ts";
import { askSource } from "./source.ts";

export interface Confirmed {
  readonly change: ConnectionChange;
  readonly options: { readonly confirmedOrigin?: ModificationView["origin"] };
}

/**
 * Shows where a connection would point, and asks whether its login may go there: by the option, or on a terminal. Without either
 * the change stays as it is, and core refuses it where it must.
 */
export async function confirmedModification(
  name: string,
  change: ConnectionChange,
  confirm: boolean,
  connections: Pick<Keyferry["connections"], "modification">,
  invocation: Invocation,
): Promise<Confirmed> {
  const plan = await connections.modification(name, change);
  sayChanges(plan.originChanges, invocation);
  const { prompter } = invocation.world;
  if (confirm) return { change, options: { confirmedOrigin: plan.origin } };
  if (!plan.needsConfirmation || !prompter) return { change, options: {} };
  return askWhetherThere(plan, change, prompter);
}

/** Old and new, one line each: never a credential, only its source. */
export function sayChanges(changes: ModificationView["changes"], invocation: Invocation): void {
  for (const { field, from, to } of changes) {
    invocation.say(`${field}: ${from ?? "nothing"} → ${to ?? "nothing"}`);
  }
}

/** Asks whether a login may go to where its connection would point. Throws `KeyferryError` (`cancelled`) for a no. */
export async function askWhetherThere(
  { origin, voided }: ModificationView,
  change: ConnectionChange,
  prompter: Prompter,
): Promise<Confirmed> {
  const answers = [
    { name: "yes, the login may go there", value: "yes" },
    ...(voided.length > 0 ? [{ name: "no, I give another login", value: "anew" }] : []),
    { name: "no, change nothing", value: "no" },
  ];
  const answer = await prompter.choose({
    message: "Where it points changes. Is its login for that place?",
    choices: answers,
  });
  if (answer === "yes") return { change, options: { confirmedOrigin: origin } };
  if (answer === "no") throw notConfirmed();
  const sources: Record<string, string> = { ...change.sources };
  for (const field of voided) sources[field] = await askSource({ name: field, label: field }, prompter);
  return { change: { ...change, sources }, options: {} };
}

export function notConfirmed(): KeyferryError {
  return new KeyferryError({ code: "cancelled", message: "not confirmed", hint: "nothing was changed" });
}
