import type { Field } from "../../contract/manifest.ts";

/** What is wrong with a credential, in words that show nothing of it. */
export const UNFIT_CREDENTIAL =
  "the credential is empty, or holds a space, a line break or a character that is not ASCII";

/**
 * A credential as it is used: one trailing line break less. Undefined where it does not fit its field: checked here, since a line
 * break in a token would be quoted by whatever refuses it later.
 */
export function credentialText(given: string, field: Field | undefined): string | undefined {
  const value = given.replace(/\r?\n$/, "");
  return value !== "" && (field?.multiline === true || /^[\x21-\x7e]+$/.test(value)) ? value : undefined;
}
