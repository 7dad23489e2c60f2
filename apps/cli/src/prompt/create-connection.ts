import type { NewConnection, NewLogin } from "@keyferry/core";
import { isKeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { askAnew } from "./change-connection.ts";
import { type CheckedConnection, saveProved } from "./save-proved.ts";
import { askLogin, fieldsNamed, sayUnsealed } from "./typed-login.ts";

/** Creates a connection once its login is proved. What is to be sealed is asked for before that, and sealed with it. */
export async function createConnection(
  input: NewConnection,
  unchecked: boolean,
  invocation: Invocation,
): Promise<CheckedConnection> {
  const { connections, providers, assistance } = await invocation.keyferry();
  const { prompter } = invocation.world;
  let wanted = input;
  if (storedIn(wanted).length === 0) {
    if (unchecked) return connections.create(input);
  } else if (unchecked || !prompter) {
    // What nobody can type here has nothing to be proved.
    const created = await connections.create(input);
    sayUnsealed(created.name, invocation);
    return created;
  }
  const typed = async (before?: NewLogin): Promise<{ readonly login?: NewLogin }> => {
    const stored = storedIn(wanted);
    if (!prompter || stored.length === 0) return {};
    const fields = fieldsNamed(await providers.manifest(wanted.provider), wanted.auth, stored);
    return { login: await askLogin(fields, stored, before?.keeper, invocation, prompter) };
  };
  const saving = {
    typed,
    proved: (options: object) => connections.createChecked(wanted, { ...invocation.callOptions, ...options }),
    unchecked: (options: object) => connections.create(wanted, options),
    ...(prompter
      ? {
          change: async () => {
            wanted = await askAnew(wanted, await providers.manifest(wanted.provider), prompter, (field, text) =>
              assistance.fieldProblem(field, text),
            );
          },
        }
      : {}),
  };
  try {
    return await saveProved<CheckedConnection, object>(saving, invocation);
  } catch (error) {
    // What is near a mistyped provider, the providers know.
    if (isKeyferryError(error) && error.failures[0]?.code === "plugin") await providers.manifest(input.provider);
    throw error;
  }
}

/** The sensitive fields that are to be sealed. */
function storedIn({ sources = {} }: NewConnection): readonly string[] {
  return Object.entries(sources).flatMap(([field, source]) => (source === "stored" ? [field] : []));
}
