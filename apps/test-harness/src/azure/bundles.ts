import type { SecretVersion, StoredSecret } from "./state.ts";

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/** A version without its value: https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets#secretitem */
export function item(secret: StoredSecret, version: SecretVersion, id: string): Record<string, unknown> {
  const { enabled = true, expires, notBefore, created, updated, contentType, tags } = version;
  return {
    id: `${id}/${secret.name}`,
    ...(contentType === undefined ? {} : { contentType }),
    attributes: {
      enabled,
      ...(notBefore === undefined ? {} : { nbf: seconds(notBefore.getTime()) }),
      ...(expires === undefined ? {} : { exp: seconds(expires.getTime()) }),
      created: seconds(created),
      updated: seconds(updated),
      recoveryLevel: "Recoverable+Purgeable",
      recoverableDays: 90,
    },
    ...(tags === undefined ? {} : { tags }),
  };
}

/** A version of a secret as an entry of its versions. */
export function versionItem(secret: StoredSecret, version: SecretVersion, id: string): Record<string, unknown> {
  return { ...item(secret, version, id), id: `${id}/${secret.name}/${version.id}` };
}
