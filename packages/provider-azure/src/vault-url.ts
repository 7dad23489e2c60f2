import type { ConnectionFields } from "@keyferry/core/provider";
import { CLOUDS, type CloudId, isCloudId } from "./clouds.ts";

/** The vault of a connection. */
export interface Vault {
  /** Such as `https://contoso.vault.azure.net`. */
  readonly origin: string;
  readonly cloud: CloudId;
  /** Whether its host may have any name. */
  readonly custom: boolean;
}

/** https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates: 3 to 24 characters, no two hyphens in a row. */
const NAME = /^[a-z](?!.*--)[a-z\d-]{1,22}[a-z\d]$/i;

/**
 * An https address of a host and perhaps a port, in plain ASCII: no login, path, query, fragment or trailing dot, and
 * nothing that `URL` would fold into another host.
 */
const ADDRESS = /^https:\/\/((?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)*[a-z\d](?:[a-z\d-]*[a-z\d])?)(?::(\d{1,5}))?\/?$/i;

/** The origin of an https address as `URL` writes it; `undefined` where the text is not exactly one. */
export function readOrigin(text: string): string | undefined {
  const [, host, port = "443"] = ADDRESS.exec(text) ?? [];
  if (host === undefined || !URL.canParse(text)) return undefined;
  const { origin, hostname, port: read } = new URL(text);
  return hostname === host.toLowerCase() && Number(read || 443) === Number(port) ? origin : undefined;
}

/** Whether a host is a vault's name and this suffix, and nothing else. */
export function isNameIn(host: string, suffix: string): boolean {
  return host.endsWith(suffix) && NAME.test(host.slice(0, -suffix.length));
}

/**
 * Where the vault is; `undefined` where the connection does not say it rightly. A name, or an address whose whole host is a
 * name and the suffix of the connection's cloud: a suffix alone is not looked for, so that no look-alike passes. Any other
 * host must be said to be meant (`customVault`).
 */
export function readVault({ fields }: ConnectionFields): Vault | undefined {
  const { vault, cloud = "public", customVault } = fields;
  if (!isCloudId(cloud) || typeof vault !== "string") return undefined;
  const custom = customVault === true;
  const { vaultSuffix } = CLOUDS[cloud];
  const name = !custom && NAME.test(vault);
  const origin = name ? `https://${vault.toLowerCase()}${vaultSuffix}` : readOrigin(vault);
  if (origin === undefined) return undefined;
  return custom || isNameIn(origin.slice(8), vaultSuffix) ? { origin, cloud, custom } : undefined;
}
