import type { ConnectionFields, ProviderFailure } from "@keyferry/core/provider";
import { hsmSuffixOf } from "./cloud-hosts.ts";
import { CLOUDS, isCloudId } from "./clouds.ts";
import { isNameIn, readOrigin } from "./vault-url.ts";

function refuse(message: string, hint: string, code: "invalid-connection" | "unsupported" = "invalid-connection") {
  return { code, message, hint } as const;
}

/** Why a connection's vault is none. */
export function whyNoVault({ fields }: ConnectionFields): ProviderFailure {
  const { vault, cloud: chosen = "public", customVault } = fields;
  if (!isCloudId(chosen)) return refuse("cloud is not one of Azure's clouds", "set cloud to public, china or usgov");
  if (typeof vault !== "string" || vault === "") return refuse("the connection has no vault", "set vault=NAME");
  const host = readOrigin(vault)?.slice("https://".length);
  if (host === undefined) {
    return customVault === true
      ? refuse("vault is not an https: address of a host", "with customVault, write it as https://HOST[:PORT]")
      : refuse(
          "vault is neither the name of a key vault nor its https: address",
          "write NAME, or https://NAME.vault.azure.net",
        );
  }
  const found = Object.entries(CLOUDS).find(([, { vaultSuffix }]) => isNameIn(host, vaultSuffix));
  if (found !== undefined) return refuse(`the vault is of another cloud: ${found[1].label}`, `set cloud=${found[0]}`);
  if (Object.keys(CLOUDS).some((cloud) => isCloudId(cloud) && isNameIn(host, hsmSuffixOf(cloud)))) {
    return refuse("a managed HSM holds keys, and no secrets", "use a key vault", "unsupported");
  }
  return refuse(
    `the host of vault is not NAME${CLOUDS[chosen].vaultSuffix}`,
    "check it letter by letter; a vault of Azure Stack Hub or an emulator needs customVault=true",
  );
}
