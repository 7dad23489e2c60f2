import { type ConnectionView, isKeyferryError } from "@keyferry/core";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";

/** Says who a connection is whose login is the machine's or the person's own. It is saved already: a failure is told, no more. */
export async function sayFoundIdentity(
  { name, provider, auth }: ConnectionView,
  invocation: Invocation,
): Promise<void> {
  const { providers, connections } = await invocation.keyferry();
  const { auth: methods } = await providers.manifest(provider);
  if (methods.find(({ id }) => id === auth.method)?.ambient === undefined) return;
  try {
    const { identity } = await connections.check(name, invocation.callOptions);
    invocation.say(`found: it logs in as ${identity ?? "somebody whom the manager does not name"}`);
  } catch (error) {
    if (!isKeyferryError(error) || error.failures.some(({ code }) => code === "cancelled")) throw error;
    writeFailures(invocation.world.stderr, error.failures);
    invocation.say(
      `nobody was found to log in as; the connection is saved: keyferry connection check ${name} tries again`,
    );
  }
}
