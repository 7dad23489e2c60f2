import { type ConnectionFields, ProviderError } from "@keyferry/core/provider";
import { LOGIN_HOSTS, type LoginHosts, resourceOf } from "./cloud-hosts.ts";
import { whyNoVault } from "./vault-refusal.ts";
import { readOrigin, readVault } from "./vault-url.ts";

/** The connection's own fields, checked. */
export interface AzureConnection extends LoginHosts {
  /** The vault's origin. */
  readonly vault: string;
  /** Whether the vault's host may have any name. */
  readonly custom: boolean;
  /** The one resource that tokens are asked for. */
  readonly resource: string;
  readonly caFile?: string;
  readonly proxy?: string;
  readonly outsideValidity: boolean;
}

/** Throws a `ProviderError` (`invalid-connection`). */
export function refuse(message: string, hint: string): never {
  throw new ProviderError({ code: "invalid-connection", message, hint });
}

function readResource(text: string): string {
  if (!/^https:\/\/[a-zA-Z0-9.:/-]{1,260}$/.test(text) || !URL.canParse(text)) {
    refuse(
      "resource is not an https: address",
      "write it as the vault's challenge does, such as https://vault.azure.net",
    );
  }
  return text.replace(/\/$/, "");
}

/** Checks what no field can say by itself. Throws a `ProviderError` (`invalid-connection`, `unsupported`). */
export function readConnection(connection: ConnectionFields): AzureConnection {
  const { fields } = connection;
  const text = (name: string) => {
    const value = fields[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const vault = readVault(connection);
  if (vault === undefined) throw new ProviderError(whyNoVault(connection));
  const hosts = LOGIN_HOSTS[vault.cloud];
  const resource = text("resource");
  if (resource !== undefined && !vault.custom) {
    refuse("resource is for vaults outside the clouds", "unset it, or set customVault=true");
  }
  const authority = text("authorityHost");
  const login = authority === undefined ? undefined : readOrigin(authority);
  if (authority !== undefined && login === undefined) {
    refuse("authorityHost is not an https: address of a host", "write it as https://HOST");
  }
  const caFile = text("caFile");
  const proxy = text("proxy");
  return {
    vault: vault.origin,
    custom: vault.custom,
    resource: resource === undefined ? resourceOf(vault.cloud) : readResource(resource),
    ...(login === undefined ? hosts : { logins: [login] }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(proxy === undefined ? {} : { proxy }),
    outsideValidity: fields.outsideValidity === true,
  };
}
