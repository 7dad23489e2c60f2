import type { ProviderFailure } from "@keyferry/core/provider";

/** What we say of one of Vault's refusals: our own words, whatever Vault's text was. */
export type ErrorRow = Pick<ProviderFailure, "code" | "message" | "hint">;

export const LATER = "try again later";

export const NOT_VAULT: ErrorRow = {
  code: "integrity",
  message: "the answer is not Vault's: something else stands in its place, or it was damaged",
  hint: "check url, and the network for a sign-in page or a proxy",
};

export const NO_TOKEN: ErrorRow = {
  code: "unauthenticated",
  message: "Vault does not know the login's token, or it has ended",
  hint: "log in again, or give a new token; a token may also lack auth/token/lookup-self",
};

export const DENIED: ErrorRow = {
  code: "access-denied",
  message: "the login's policies do not allow this",
  hint: "`keyferry policy PROFILE` writes the rules that are needed; the mount or the namespace may also be wrong",
};

export const NOT_FOUND: ErrorRow = {
  code: "not-found",
  message: "Vault has no such secret, or no such version of it",
  hint: "check the name, which is the path below the mount, and the mount",
};

export const NO_MOUNT: ErrorRow = {
  code: "invalid-connection",
  message: "Vault has nothing mounted there",
  hint: "check the mount and the namespace",
};

export const WRONG_KV: ErrorRow = {
  code: "invalid-connection",
  message: "the mount is a KV secrets engine of version 2",
  hint: "set kvVersion=auto",
};

export const SEALED: ErrorRow = {
  code: "unavailable",
  message: "Vault is sealed",
  hint: "it has to be unsealed by its operators",
};

const STANDBY: ErrorRow = {
  code: "unavailable",
  message: "this node of Vault is a standby and does not answer",
  hint: "check url, which should lead to the active node",
};

const DOWN: ErrorRow = { code: "unavailable", message: "Vault could not answer", hint: LATER };

const TOO_LONG: ErrorRow = {
  code: "invalid-address",
  message: "the name is longer than Vault, or a proxy on the way, takes",
  hint: "check it for typing errors",
};

/**
 * By the status of the answer (https://developer.hashicorp.com/vault/api-docs#http-status-codes and
 * https://developer.hashicorp.com/vault/api-docs/system/health).
 */
const STATUS_TABLE: ReadonlyMap<number, ErrorRow> = new Map([
  [400, { code: "invalid-address", message: "Vault refuses the request as invalid", hint: "check the name and mount" }],
  [404, NOT_FOUND],
  [405, { code: "invalid-connection", message: "the mount is no KV secrets engine", hint: "check the mount" }],
  [412, { code: "unavailable", message: "this node of Vault does not have the newest data yet", hint: LATER }],
  [413, TOO_LONG],
  [414, TOO_LONG],
  [429, { code: "throttled", message: "Vault asks for fewer requests" }],
  [431, TOO_LONG],
  [472, STANDBY],
  [473, STANDBY],
  [474, STANDBY],
  [501, { code: "invalid-connection", message: "Vault is not initialised", hint: "check url; else initialise it" }],
  [503, { code: "unavailable", message: "Vault is sealed or down for maintenance", hint: LATER }],
]);

/** Answers that a gateway gives in Vault's place mean the same, whatever their body is. */
const OF_ANYONE = new Set([413, 414, 429, 431]);

/** What we say of a refusal by its status alone. */
export function statusRow(status: number, ofVault: boolean): ErrorRow {
  if (status === 401 || status === 407) {
    return {
      code: "invalid-connection",
      message: "something before Vault asks for a login",
      hint: "check url and proxy",
    };
  }
  if (!ofVault && status < 500 && !OF_ANYONE.has(status)) return NOT_VAULT;
  return STATUS_TABLE.get(status) ?? (status >= 500 ? DOWN : NOT_VAULT);
}
