import type { CheckResult, ConnectionView, NewConnection } from "@keyferry/core";
import { type ErrorCode, type Failure, isKeyferryError, KeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { commandLine } from "../output/command-line.ts";
import { writeFailures } from "../output/failures.ts";
import { waitingFor } from "../waiting.ts";

/** What says of a connection that it does not work now; it may be saved all the same. */
const OF_THE_CHECK: readonly ErrorCode[] = [
  "access-denied",
  "integrity",
  "invalid-connection",
  "not-found",
  "throttled",
  "unauthenticated",
  "unavailable",
  "unsupported",
];

/** A connection that was created, with what its check found, unless it was saved unchecked. */
export type CheckedConnection = ConnectionView & { readonly check?: CheckResult };

/** Creates a connection once its login is proved; where that fails, a person may try again or save it as it is. */
export async function createConnection(
  input: NewConnection,
  unchecked: boolean,
  invocation: Invocation,
): Promise<CheckedConnection> {
  const { connections, providers } = await invocation.keyferry();
  if (unchecked) return connections.create(input);
  // What is sealed is sealed for a connection that is there: its login proves it.
  if (Object.values(input.sources ?? {}).includes("stored")) {
    const created = await connections.create(input);
    const login = { program: "keyferry", args: ["connection", "login", created.name] };
    invocation.say(`its login is not sealed yet: ${commandLine(login)}`);
    return created;
  }
  for (;;) {
    try {
      return await waitingFor(invocation, "proving the login", () =>
        connections.createChecked(input, invocation.callOptions),
      );
    } catch (error) {
      // What is near a mistyped provider, the providers know.
      if (isKeyferryError(error) && error.failures[0]?.code === "plugin") await providers.manifest(input.provider);
      if (!isKeyferryError(error) || !error.failures.every(({ code }) => OF_THE_CHECK.includes(code))) throw error;
      const { prompter, stderr } = invocation.world;
      if (!prompter) throw withWay(error);
      writeFailures(stderr, error.failures);
      const next = await prompter.choose({
        message: "The login could not be proved",
        choices: [
          { name: "try again", value: "again" },
          { name: "save it unchecked", value: "unchecked" },
          { name: "save nothing", value: "nothing" },
        ],
      });
      if (next === "unchecked") return connections.create(input);
      if (next === "nothing") throw error;
    }
  }
}

/** The same failures, each with the way to save what cannot be reached now. */
function withWay(error: KeyferryError): KeyferryError {
  const [first, ...rest] = error.failures;
  if (first === undefined) return error;
  const way = "nothing was saved; --unchecked saves the connection all the same";
  const told = (failure: Failure): Failure => ({ ...failure, hint: failure.hint ? `${failure.hint}; ${way}` : way });
  return new KeyferryError(told(first), ...rest.map(told));
}
