import { KeyferryError } from "../contract/failure.ts";
import { segmentsOf } from "../resolve/keys.ts";
import { nearest } from "../settings/nearest.ts";
import { quote } from "../settings/quote.ts";
import type { NewSecret } from "./use-cases.ts";
import type { RemoteShape } from "./views.ts";

const MOST_SHOWN = 20;

/** Whether the key that a new secret picks (or its absence) fits what the manager holds. Throws `KeyferryError` (`value`). */
export function checkShape({ kind, keys }: RemoteShape, input: NewSecret, connection: string): void {
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
    if (kind === "fields")
      throw fail("this secret is a set of keys and values, so a key is needed", `--key KEY; ${has}`);
    if (kind === "object" && !input.whole) {
      throw fail(
        "this secret is a JSON object, so a key is needed",
        `--key KEY, or --whole for the whole text; ${has}`,
      );
    }
    return;
  }
  if (kind === "text" || kind === "bytes") {
    const holds = kind === "text" ? "plain text" : "binary data";
    throw fail(`this secret is ${holds} and has no keys`, "leave --key out");
  }
  const wanted = identity(input.key);
  if (keys.some((key) => identity(key) === wanted)) return;
  const near = nearest(input.key, keys);
  const offer = near.length === 0 ? "" : `did you mean ${near.map(quote).join(" or ")}? `;
  throw fail(`this secret has no value under the key ${quote(input.key)}`, offer + has);
}

/** One form for a member's name and for the pointer to it. */
function identity(key: string): string {
  return JSON.stringify(segmentsOf(key) ?? key);
}

function list(keys: readonly string[]): string {
  if (keys.length === 0) return "no keys";
  const more = keys.length > MOST_SHOWN ? ` and ${keys.length - MOST_SHOWN} more` : "";
  return `the keys ${keys.slice(0, MOST_SHOWN).map(quote).join(", ")}${more}`;
}
