import type { CheckResult, ConnectionView, NewLogin } from "@keyferry/core";
import { type ErrorCode, isKeyferryError } from "@keyferry/core/delivery";
import type { Invocation } from "../invocation.ts";
import { writeFailures } from "../output/failures.ts";
import { withWay } from "../unchecked-way.ts";
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

/** What is sealed with it. */
interface SavingOptions {
  readonly login?: NewLogin;
}

/** A connection that was saved, with what its check found, unless it was saved unchecked. */
export type CheckedConnection = ConnectionView & { readonly check?: CheckResult };

/** How a connection, or a login of one, is saved. */
export interface Saving<T, O extends SavingOptions> {
  /** Asks for what is to be sealed with it, where anything is; also where what was typed before did not work. */
  readonly typed: (before?: NewLogin) => Promise<O>;
  /** Proves the login, then saves. */
  readonly proved: (options: O) => Promise<T>;
  readonly unchecked: (options: O) => Promise<T>;
  /** Asks anew for what the proof may have failed at. Where it is absent, nothing can be changed. */
  readonly change?: () => Promise<void>;
}

/** Saves a connection, or a login of one, once the login is proved; where that fails, a person may try again or save it as it is. */
export async function saveProved<T, O extends SavingOptions>(saving: Saving<T, O>, invocation: Invocation): Promise<T> {
  let options = await saving.typed();
  for (;;) {
    try {
      const given = options;
      return await waitingFor(invocation, "proving the login", () => saving.proved(given));
    } catch (error) {
      if (!isKeyferryError(error) || !error.failures.every(({ code }) => OF_THE_CHECK.includes(code))) throw error;
      const { prompter, stderr } = invocation.world;
      if (!prompter) throw withWay(error, "connection");
      writeFailures(stderr, error.failures);
      // What is no connection's is the keeper's: the login is proved by then, and unchecked it is sealed no better.
      const proving = error.failures.some(({ connection }) => connection !== undefined);
      const next = await prompter.choose({
        message: proving ? "The login could not be proved" : "The login could not be sealed",
        choices: [
          { name: "try again", value: "again" },
          ...(proving && saving.change ? [{ name: "change what was given", value: "change" }] : []),
          ...(proving && options.login ? [{ name: "type the login again", value: "type" }] : []),
          ...(proving ? [{ name: "save it unchecked", value: "unchecked" }] : []),
          { name: "save nothing", value: "nothing" },
        ],
      });
      if (next === "unchecked") return saving.unchecked(options);
      if (next === "nothing") throw error;
      if (next === "change") await saving.change?.();
      if (next === "type" || next === "change") options = await saving.typed(options.login);
    }
  }
}
