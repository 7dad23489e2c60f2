import { KeyferryError } from "../contract/failure.ts";
import { SECRET_TYPES } from "../settings/model.ts";
import { quote } from "../settings/quote.ts";
import type { NewSecret } from "./use-cases.ts";

/** In characters. Descriptions from the manager are cut to this length. */
export const LONGEST_DESCRIPTION = 2_000;

// Characters that no manager needs in a name, and that would break a line, a terminal, or the reading direction.
const HARMFUL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_C}]/u;

/**
 * Refuses input that is wrong regardless of what the manager holds. Throws `KeyferryError` (`usage`,
 * `invalid-address`).
 */
export function checkNewSecret(input: NewSecret): void {
  if (!SECRET_TYPES.includes(input.type)) {
    throw usage(`there is no secret type ${quote(String(input.type))}`, `choose one of ${SECRET_TYPES.join(", ")}`);
  }
  if (input.key !== undefined && input.whole) {
    throw usage("a key and the whole value were asked for at once", "give --key or --whole, not both");
  }
  if (input.key === "") throw usage("the key is empty", "name the member that holds the value, or leave --key out");
  if (input.key !== undefined && !input.key.isWellFormed()) {
    throw usage("the key holds half of a character", "write it in UTF-8");
  }
  if (input.description !== undefined) checkDescription(input.description);
  checkRemote(input.remoteName, "remote name");
  if (input.version !== undefined) checkRemote(input.version, "version");
}

/** Throws `KeyferryError` (`usage`). Everything else is allowed in a description: it is escaped when it is shown. */
export function checkDescription(text: string): void {
  if (!text.isWellFormed()) throw usage("the description holds half of a character", "write it in UTF-8");
  if (text.length <= LONGEST_DESCRIPTION) return;
  throw usage(`the description is longer than ${LONGEST_DESCRIPTION} characters`, "write a shorter one");
}

function checkRemote(text: string, what: string): void {
  if (text !== "" && !HARMFUL.test(text)) return;
  throw new KeyferryError({
    code: "invalid-address",
    message: text === "" ? `the ${what} is empty` : `the ${what} ${quote(text)} holds a control or direction character`,
    hint: "keyferry connection names CONNECTION shows the names that there are",
  });
}

function usage(message: string, hint: string): KeyferryError {
  return new KeyferryError({ code: "usage", message, hint });
}
