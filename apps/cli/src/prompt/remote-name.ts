import type { RemoteSecret } from "@keyferry/core";
import { isKeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { newsOf } from "../waiting.ts";
import type { Choice, Prompter } from "./prompter.ts";

/** A secret of a manager, as a person has named it. */
export interface PickedRemote {
  readonly name: string;
  /** As the manager lists it. */
  readonly description?: string | undefined;
}

type Listed = PickedRemote | undefined;

/** Asks which secret of a connection is meant: picked from the manager's list while it comes, or typed. */
export async function askRemoteName(
  connection: string,
  invocation: Invocation,
  prompter: Prompter,
): Promise<PickedRemote> {
  const host = await invocation.keyferry();
  let news: string | undefined;
  const stop = host.on((event) => {
    news = newsOf(event) ?? news;
  });
  try {
    const picked = await prompter.search<Listed>({
      message: "Secret",
      choices: async function* (signal) {
        const until = AbortSignal.any([signal, invocation.callOptions.signal]);
        for await (const secret of host.connections.names(connection, { signal: until })) yield choiceOf(secret);
      },
      others: [{ name: "another name", value: undefined, description: "typed by you" }],
      waiting: () => news ?? `asking ${connection}`,
    });
    if (picked) return picked;
  } catch (error) {
    if (!mayNotList(error)) throw error;
    invocation.say(`the login of ${connection} may not list its secrets`);
  } finally {
    stop();
  }
  return { name: await prompter.text({ message: "Its name in the manager" }) };
}

function choiceOf({ name, description }: RemoteSecret): Choice<Listed> {
  return { name, description, value: { name, description } };
}

/** Many logins may read a secret that they know by name, and list none. */
function mayNotList(error: unknown): boolean {
  return (
    isKeyferryError(error) && error.failures.every(({ code }) => code === "access-denied" || code === "unsupported")
  );
}
