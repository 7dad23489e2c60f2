import type { Field } from "../../contract/manifest.ts";
import { Secret } from "../../secret/secret.ts";
import { failed, type SourceReading } from "./source.ts";

/** The longest credential, in bytes: room for a service account's file or a chain of certificates. */
export const MAX_CREDENTIAL_BYTES = 64 * 1024;

/** What is wrong with a credential, in words that show nothing of it. */
export const UNFIT_CREDENTIAL =
  "the credential is empty, or holds a space, a line break or a character that is not ASCII";
export const UNFIT_TEXT = "the credential is empty, or holds a NUL";

/**
 * A credential as it is used: without one trailing line break. Undefined if it does not fit its field. That is checked
 * here, since whoever refuses a token with a line break later would quote it.
 */
export function credentialText(given: string, field: Field | undefined): string | undefined {
  const value = given.replace(/\r?\n$/, "");
  const fits = field?.multiline === true ? /^[^\0]+$/ : /^[\x21-\x7e]+$/;
  return fits.test(value) ? value : undefined;
}

/** Seals what a source gave, as text, and overwrites the bytes. `what` names the source for messages. */
export function sealText(bytes: Uint8Array, what: string, maxBytes = MAX_CREDENTIAL_BYTES): SourceReading {
  try {
    if (bytes.length > maxBytes) return tooLong(what, maxBytes);
    if (bytes.length === 0) return failed("unauthenticated", `${what} is empty`, "let it hold the credential");
    return { ok: true, value: new Secret(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)) };
  } catch {
    return failed("unauthenticated", `${what} is not UTF-8 text`, "write the credential again as UTF-8");
  } finally {
    bytes.fill(0);
  }
}

export function tooLong(what: string, maxBytes = MAX_CREDENTIAL_BYTES): SourceReading {
  const size = maxBytes >= 1024 * 1024 ? `${maxBytes / 1024 / 1024} MiB` : `${maxBytes / 1024} KiB`;
  return failed("settings", `${what} is longer than ${size}`, "let it hold the credential alone");
}
