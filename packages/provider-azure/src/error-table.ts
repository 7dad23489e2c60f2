import type { ProviderFailure } from "@keyferry/core/provider";

/** What we say of one of Azure's errors: our own words, whatever its text was. */
export type ErrorRow = Pick<ProviderFailure, "code" | "message" | "hint">;

export const NOT_FOUND: ErrorRow = {
  code: "not-found",
  message: "the vault has no such secret, or no such version of it",
  hint: "check the name, the version and the vault",
};
export const DELETED: ErrorRow = {
  code: "not-found",
  message: "the secret is deleted, and can be recovered until the vault purges it",
  hint: "recover it (`az keyvault secret recover`), or use another secret",
};
const DENIED: ErrorRow = {
  code: "access-denied",
  message: "the vault denies this to the login",
  hint: "give it the role Key Vault Secrets User, or the access policies get and list, and wait some minutes",
};
const DISABLED: ErrorRow = {
  code: "access-denied",
  message: "the secret, or this version of it, is disabled",
  hint: "enable it in Key Vault, or pin a version that is enabled",
};
const OUTSIDE = "renew it in Key Vault, or set outsideValidity=true on the connection to read it all the same";
export const EXPIRED: ErrorRow = {
  code: "access-denied",
  message: "the secret, or this version of it, has expired",
  hint: OUTSIDE,
};
export const NOT_YET_VALID: ErrorRow = {
  code: "access-denied",
  message: "the secret, or this version of it, is not yet valid",
  hint: OUTSIDE,
};
const NETWORK: ErrorRow = {
  code: "invalid-connection",
  message: "the vault's network rules do not let this machine in",
  hint: "allow its address in the vault's firewall, or reach the vault by its private endpoint",
};
const BUSY: ErrorRow = {
  code: "unavailable",
  message: "the secret is just being deleted or recovered",
  hint: "try again later",
};

/**
 * By the inner code of an error, which is more exact, or by its code. The codes of 403:
 * https://learn.microsoft.com/azure/key-vault/general/rest-error-codes and the threads that show them
 * (https://github.com/Azure/azure-sdk-for-js/issues/24756 disabled, https://github.com/Azure/AzureKeyVault/issues/19
 * expired, https://learn.microsoft.com/azure/key-vault/general/common-error-codes the others).
 */
export const ERROR_TABLE: ReadonlyMap<string, ErrorRow> = new Map([
  ["SecretNotFound", NOT_FOUND],
  ["SecretDisabled", DISABLED],
  ["SecretExpired", EXPIRED],
  ["SecretNotYetValid", NOT_YET_VALID],
  ["ForbiddenByFirewall", NETWORK],
  ["ForbiddenByConnection", NETWORK],
  ["ForbiddenByPolicy", DENIED],
  ["ForbiddenByRbac", DENIED],
  ["AccessDenied", DENIED],
  ["Forbidden", DENIED],
  ["ObjectIsBeingDeleted", BUSY],
  ["ObjectIsBeingRecovered", BUSY],
  ["Conflict", BUSY],
  [
    "BadParameter",
    {
      code: "invalid-address",
      message: "the vault does not take this name or version",
      hint: "check both for typing errors",
    },
  ],
]);

const TOKEN: ErrorRow = {
  code: "unauthenticated",
  message: "the vault does not accept the login's token",
  hint: "log in again, and check the clock of this machine",
};

/** A vault tells by the number at the beginning of its text why it refuses a token; no word of the text is shown. */
export const TOKEN_CASES: readonly { readonly text: RegExp; readonly row: ErrorRow }[] = [
  {
    text: /^AKV10032\b/,
    row: {
      code: "unauthenticated",
      message: "the login is of another tenant than the vault's",
      hint: "set tenantId to the tenant of the vault's subscription",
    },
  },
  {
    text: /^AKV10022\b/,
    row: {
      code: "invalid-connection",
      message: "the login's token is for something else than this vault",
      hint: "check cloud, and resource where the vault is outside the clouds",
    },
  },
  { text: /^/, row: TOKEN },
];
