import { CLOUDS, type CloudId } from "./clouds.ts";

/** Where the logins of one cloud go. */
export interface LoginHosts {
  /** Origins of Microsoft Entra ID; the first is asked, the others may stand in its own metadata. */
  readonly logins: readonly [string, ...string[]];
  /** The regional hosts of the login, which a variable of the environment may choose. */
  readonly regionalLogin?: RegExp;
}

/** https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export const LOGIN_HOSTS: Readonly<Record<CloudId, LoginHosts>> = {
  public: {
    logins: ["https://login.microsoftonline.com"],
    regionalLogin: /^[a-z0-9]{2,40}\.login\.microsoft\.com$/,
  },
  china: { logins: ["https://login.chinacloudapi.cn", "https://login.partner.microsoftonline.cn"] },
  usgov: { logins: ["https://login.microsoftonline.us"] },
};

/** What tokens for a cloud's vaults are for. */
export function resourceOf(cloud: CloudId): string {
  return `https://${CLOUDS[cloud].vaultSuffix.slice(1)}`;
}

/** What follows the name of a managed HSM in its host; the page of {@link CLOUDS} has both columns. */
export function hsmSuffixOf(cloud: CloudId): string {
  return CLOUDS[cloud].vaultSuffix.replace(".vault.", ".managedhsm.");
}
