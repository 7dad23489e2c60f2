/** One of Microsoft's clouds. */
export interface Cloud {
  readonly label: string;
  /** What follows a vault's name in its host. */
  readonly vaultSuffix: string;
}

export type CloudId = "public" | "china" | "usgov";

/** https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates, "DNS suffixes for object identifiers". */
export const CLOUDS: Readonly<Record<CloudId, Cloud>> = {
  public: { label: "Azure", vaultSuffix: ".vault.azure.net" },
  china: { label: "Azure operated by 21Vianet (China)", vaultSuffix: ".vault.azure.cn" },
  usgov: { label: "Azure US Government", vaultSuffix: ".vault.usgovcloudapi.net" },
};

export function isCloudId(value: unknown): value is CloudId {
  return typeof value === "string" && Object.hasOwn(CLOUDS, value);
}
