import type { AddressResult } from "@keyferry/core/provider";

/**
 * `CRED_MAX_GENERIC_TARGET_NAME_LENGTH`, in UTF-16 code units
 * (https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw, `TargetName`).
 */
const MAX_NAME = 32_767;

function refuse(message: string, hint: string): AddressResult {
  return { ok: false, error: { code: "invalid-address", message, hint } };
}

/**
 * A target name, just as it is written: `git:https://host` is one. Windows finds targets whatever their case, but two
 * spellings stay two addresses here: which of them the list shows cannot be told without asking, and Windows's own
 * folding of case is not JavaScript's. A last `*` is how a filter of the system says "begins with", so it is refused.
 */
export function address(text: string): AddressResult {
  if (text === "") return refuse("the target name is empty", "write it as the Credential Manager lists it");
  if (text.length > MAX_NAME) {
    return refuse(`the target name has ${text.length} characters; Windows allows ${MAX_NAME}`, "copy the name anew");
  }
  if (!text.isWellFormed()) return refuse("the target name is not whole Unicode text", "copy the name anew");
  const control = /\p{Cc}/u.exec(text);
  if (control !== null) {
    const code = (control[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return refuse(`character ${control.index + 1} of the target name is a control character (U+${code})`, "remove it");
  }
  if (text.endsWith("*")) return refuse("a target name that ends with * names many credentials", "write it in full");
  return { ok: true, name: text };
}
