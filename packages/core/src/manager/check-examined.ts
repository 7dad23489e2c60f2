import { KeyferryError } from "../contract/failure.ts";
import { segmentsOf } from "../resolve/keys.ts";
import type { Examined } from "../resolve/port.ts";
import { nearest } from "../settings/nearest.ts";
import { quote } from "../settings/quote.ts";
import type { NewSecret } from "./use-cases.ts";

const MOST_SHOWN = 20;

/**
 * Checks whether a new secret fits the value in the manager: first its key (or the lack of one), then its type. Throws
 * `KeyferryError` (`value`).
 */
export function checkExamined({ shape, misfit }: Examined, input: NewSecret, connection: string): void {
  const { kind, keys, refused } = shape;
  const fail = (message: string, hint: string) =>
    new KeyferryError({
      code: "value",
      message,
      where: `${quote(input.remoteName)} of connection ${connection}`,
      hint,
      connection,
    });
  const has = `it has ${list(keys)}`;
  if (input.key === undefined) {
    const needed = "--key KEY";
    if (kind === "fields")
      throw fail("this secret is a set of keys and values, so a key is needed", `${needed}; ${has}`);
    if (kind === "object" && !input.whole) {
      throw fail(
        "this secret is a JSON object, so a key is needed",
        `${needed}, or --whole for the whole text; ${has}`,
      );
    }
  } else if (refused !== undefined) {
    throw fail(`no key is taken of this secret's JSON: ${refused}`, "mend the secret in its manager");
  } else if (kind === "text" || kind === "bytes") {
    const holds = kind === "text" ? "plain text" : "binary data";
    throw fail(`this secret is ${holds} and has no keys`, "leave --key out");
  } else if (!hasKey(keys, input.key)) {
    const near = nearest(input.key, keys);
    const offer = near.length === 0 ? "" : `did you mean ${near.map(quote).join(" or ")}? `;
    throw fail(`this secret has no value under the key ${quote(input.key)}`, offer + has);
  }
  if (misfit) throw fail(misfit.problem, misfit.hint);
}

function hasKey(keys: readonly string[], wanted: string): boolean {
  return keys.some((key) => identity(key) === identity(wanted));
}

/** The same form for a member's name and for a pointer to it. */
function identity(key: string): string {
  return JSON.stringify(segmentsOf(key) ?? key);
}

function list(keys: readonly string[]): string {
  if (keys.length === 0) return "no keys";
  const more = keys.length > MOST_SHOWN ? ` and ${keys.length - MOST_SHOWN} more` : "";
  return `the keys ${keys.slice(0, MOST_SHOWN).map(quote).join(", ")}${more}`;
}
