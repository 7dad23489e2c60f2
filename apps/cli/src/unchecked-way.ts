import { type ErrorCode, type Failure, isKeyferryError, KeyferryError } from "@keyferry/core/delivery";

/** What keeps a manager from being asked. Anything else says what is wrong with what was given, and unchecked it stays wrong. */
const UNASKED: readonly ErrorCode[] = ["access-denied", "throttled", "unauthenticated", "unavailable"];

/** Saves a secret's definition; where the manager could not be asked for it, each failure names the way to save it all the same. */
export async function withUncheckedWay<T>(save: () => Promise<T>): Promise<T> {
  try {
    return await save();
  } catch (error) {
    if (!isKeyferryError(error) || !error.failures.every(({ code }) => UNASKED.includes(code))) throw error;
    throw withWay(error, "secret");
  }
}

/** The same failures, each with the way to save what cannot be asked for now. */
export function withWay(error: KeyferryError, what: "secret" | "connection"): KeyferryError {
  const [first, ...rest] = error.failures;
  if (first === undefined) return error;
  const way = `nothing was saved; --unchecked saves the ${what} all the same`;
  const told = (failure: Failure): Failure => ({ ...failure, hint: failure.hint ? `${failure.hint}; ${way}` : way });
  return new KeyferryError(told(first), ...rest.map(told));
}
