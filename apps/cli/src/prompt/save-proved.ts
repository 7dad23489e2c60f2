import type { CheckResult, ConnectionView, NewLogin } from "@keyferry/core";
import { type ErrorCode, type Failure, isKeyferryError, KeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
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

/** What is saved with it. */
interface SavingOptions {
  readonly login?: NewLogin;
}

/** A connection that was saved, with what its check found, unless it was saved unchecked. */
export type CheckedConnection = ConnectionView & { readonly check?: CheckResult };

/** How a connection is saved. */
export interface Saving {
  /** Asks for what is to be sealed with it, also where what was typed before did not work; undefined where nothing is. */
  readonly typed: (before?: NewLogin) => Promise<SavingOptions | undefined>;
  /** Proves the login, then saves. */
  readonly proved: (options: SavingOptions) => Promise<CheckedConnection>;
  readonly unchecked: (options: SavingOptions) => Promise<CheckedConnection>;
}

/** Saves a connection once its login is proved; where that fails, a person may try again or save it as it is. */
export async function saveProved(saving: Saving, invocation: Invocation): Promise<CheckedConnection> {
  let login = await saving.typed();
  for (;;) {
    try {
      const options = { ...login };
      return await waitingFor(invocation, "proving the login", () => saving.proved(options));
    } catch (error) {
      if (!isKeyferryError(error) || !error.failures.every(({ code }) => OF_THE_CHECK.includes(code))) throw error;
      const { prompter, stderr } = invocation.world;
      if (!prompter) throw withWay(error);
      writeFailures(stderr, error.failures);
      const next = await prompter.choose({
        message: "The login could not be proved",
        choices: [
          { name: "try again", value: "again" },
          ...(login ? [{ name: "type the login again", value: "type" }] : []),
          { name: "save it unchecked", value: "unchecked" },
          { name: "save nothing", value: "nothing" },
        ],
      });
      if (next === "unchecked") return saving.unchecked({ ...login });
      if (next === "nothing") throw error;
      if (next === "type") login = await saving.typed(login?.login);
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
