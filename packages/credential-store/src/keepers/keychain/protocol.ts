/** The question to the keychain's process. */
export interface KeychainQuestion {
  readonly operation: "get" | "set" | "delete";
  readonly account: string;
  /** Base64, for `set`. */
  readonly key?: string;
}

/** Why a keychain did not answer. */
export const KEYCHAIN_REFUSALS = ["absent", "locked", "ambiguous", "uninstalled", "silent", "failed"] as const;
export type KeychainRefusal = (typeof KEYCHAIN_REFUSALS)[number];

/** `key`: base64; absent if there is no such entry. */
export type KeychainAnswer =
  | { readonly ok: true; readonly key?: string }
  | { readonly ok: false; readonly why: KeychainRefusal };

/** The service name of our entries in the keychain. */
export const SERVICE = "keyferry";
