import type { SealedFor } from "@keyferry/core";

/** The version of the form that is sealed: part of what binds, so that no later form can be passed off as this one. */
const FORM = "keyferry-sealed-login-1";

/**
 * What a login is bound to, as one text: two bindings that differ anywhere give two texts. JSON quotes each part, members are
 * sorted by their names, and numbers and booleans stay apart from texts.
 */
export function bindingText({ connectionId, provider, origin }: SealedFor): string {
  const fields = Object.entries(origin).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([FORM, connectionId, provider, fields]);
}

/** What a wrapped key is bound to: its own id and its keeper's kind. */
export function keyBindingText(keyId: string, kind: string): string {
  return JSON.stringify(["keyferry-sealed-key-1", keyId, kind]);
}
