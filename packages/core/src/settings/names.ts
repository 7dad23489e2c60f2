import { KeyferryError } from "../contract/failure.ts";
import { hiddenCharacter, quote } from "./quote.ts";

const MOST_BYTES = 255;
/** Printable ASCII without a slash, without a hyphen in front or a space at an end. */
const PLAIN = /^(?!-)[!-.0-~](?:[ -.0-~]*[!-.0-~])?$/;
/** The same without capitals. */
const SMALL = /^(?!-)[!-.0-@[-~](?:[ -.0-@[-~]*[!-.0-@[-~])?$/;

/** Why a text cannot be a name of a connection, a secret or a profile; undefined if it can. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "it is empty";
  const hidden = hiddenCharacter(name);
  if (hidden !== undefined) return `it holds the character ${hidden}, which does not show`;
  if (name !== name.trim()) return "it starts or ends with a space";
  if (name.startsWith("-")) return "it starts with a hyphen, as an option does";
  if (name.includes("/")) return "it holds a slash, which parts a connection from a remote name in a reference";
  if (Buffer.byteLength(name.normalize("NFC")) > MOST_BYTES) return `it is longer than ${MOST_BYTES} bytes`;
  return undefined;
}

/**
 * The key of a name that needs no closer look, as is true for nearly all: it is valid, in NFC, and its lower-case form
 * is its key. Undefined for any other.
 */
export function plainKey(name: string): string | undefined {
  if (name.length > MOST_BYTES) return undefined;
  if (SMALL.test(name)) return name;
  return PLAIN.test(name) ? name.toLowerCase() : undefined;
}

/** A name in the form that is stored (NFC). Throws `KeyferryError` (`usage`) that says what is wrong with it. */
export function checkName(name: string, what: "connection" | "secret" | "profile"): string {
  const problem = nameProblem(name);
  if (problem === undefined) return name.normalize("NFC");
  throw new KeyferryError({
    code: "usage",
    message: `${quote(name)} cannot name a ${what}: ${problem}`,
    hint: `choose a name of 1 to ${MOST_BYTES} bytes without slashes, control characters or a hyphen in front`,
  });
}

/** The form by which names are compared: NFC and case fold. */
export function nameKey(name: string): string {
  const plain = plainKey(name);
  if (plain !== undefined) return plain;
  // Upper case first: it unfolds what has no single lower-case twin (ß and ss, the two sigmas).
  return name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}
