import type { ProviderFailure } from "@keyferry/core/provider";

/**
 * The version of an address as Key Vault writes it: 32 hexadecimal digits
 * (https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates, "Object identifiers").
 */
export function readVersion(text: string): { readonly version: string } | { readonly error: ProviderFailure } {
  if (/^[0-9a-fA-F]{32}$/.test(text)) return { version: text.toLowerCase() };
  return {
    error: {
      code: "invalid-address",
      message: "this is not a version of a secret",
      hint: "a version of Key Vault has 32 digits and letters from a to f",
    },
  };
}
