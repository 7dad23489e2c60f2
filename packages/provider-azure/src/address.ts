import type { AddressResult, ConnectionFields } from "@keyferry/core/provider";
import { readVault } from "./vault-url.ts";

/** https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates: 1 to 127 of these. */
const NAME = /^[\da-z-]{1,127}$/i;
const IDENTIFIER = /^(https:\/\/[^/]+)\/secrets\/([^/]+)(\/[\da-f]{32})?\/?$/i;

function refuse(message: string, hint: string): AddressResult {
  return { ok: false, error: { code: "invalid-address", message, hint } };
}

function readIdentifier(text: string, connection: ConnectionFields): AddressResult {
  const [, origin = "", name = "", version] = IDENTIFIER.exec(text) ?? [];
  if (!NAME.test(name)) {
    return refuse("this is not the identifier of a secret", "it looks like https://VAULT.vault.azure.net/secrets/NAME");
  }
  if (origin.toLowerCase().replace(/:443$/, "") !== readVault(connection)?.origin) {
    return refuse("the identifier is of another vault than the connection's", "use a connection of that vault");
  }
  return version === undefined
    ? { ok: true, name: name.toLowerCase() }
    : refuse("the identifier names a version", `write ${name}, and pin the version with ?version=`);
}

/**
 * The canonical form of a name or of a secret's identifier: the name in small letters, since identifiers have no case
 * (https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates, "Object identifiers").
 */
export function address(text: string, connection: ConnectionFields): AddressResult {
  if (/^https?:/i.test(text)) return readIdentifier(text, connection);
  if (NAME.test(text)) return { ok: true, name: text.toLowerCase() };
  const found = /[^\da-z-]/iu.exec(text);
  if (found === null) {
    return refuse(`the name has ${text.length} characters; Key Vault allows 1 to 127`, "write the secret's name");
  }
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return refuse(
    `character ${found.index + 1} of the name (U+${code}) is not in any name of Key Vault`,
    "names have letters, digits and hyphens only",
  );
}
