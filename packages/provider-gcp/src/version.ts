import type { ProviderFailure } from "@keyferry/core/provider";

/** What Google reads where nothing is pinned: the newest version, whatever its state. */
export const LATEST = "latest";

const VERSION = /^(?:[1-9][0-9]{0,18}|[A-Za-z][A-Za-z0-9_-]{0,62})$/;
/** No alias may be one of these in any case: https://cloud.google.com/secret-manager/docs/assign-alias-to-secret-version */
const RESERVED = /^(?:latest|new)$/i;

/** Whether a pin is the number of one exact version, and not a name that may move. */
export function isNumber(version: string): boolean {
  return /^[1-9]/.test(version);
}

/** Why a text is no version, if it is none: a number, `latest` or an alias. */
export function refuseVersion(version: string): ProviderFailure | undefined {
  if (version === LATEST || (VERSION.test(version) && !RESERVED.test(version))) return undefined;
  return {
    code: "invalid-address",
    message: "this is no version of Google Secret Manager",
    hint: "a version is a number, latest, or an alias: a letter first, then up to 62 letters, digits, - or _",
  };
}
