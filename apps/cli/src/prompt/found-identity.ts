import type { Invocation } from "../invocation.ts";
import type { CheckedConnection } from "./save-proved.ts";

/** Says who a connection is whose login is the machine's or the person's own, as its check has found. */
export async function sayFoundIdentity(
  { provider, auth, check }: CheckedConnection,
  invocation: Invocation,
): Promise<void> {
  if (check === undefined) return;
  const { providers } = await invocation.keyferry();
  const { auth: methods } = await providers.manifest(provider);
  if (methods.find(({ id }) => id === auth.method)?.ambient === undefined) return;
  invocation.say(`found: it logs in as ${check.identity ?? "somebody whom the manager does not name"}`);
}
