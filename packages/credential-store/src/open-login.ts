import type { SealedFor } from "@keyferry/core";
import { bindingText } from "./binding.ts";
import { unseal } from "./cipher.ts";
import { parseLogin, type SealedContent } from "./login-text.ts";
import { problem } from "./problem.ts";
import type { SealedLogin } from "./sealed-file.ts";

/**
 * Opens a login for the connection as it is now. Throws `KeyferryError`: `invalid-connection` if the entry itself says
 * that it was sealed for another provider or origin, `settings` if it was changed or copied from another connection.
 */
export function openLogin(login: SealedLogin, key: Buffer, connection: SealedFor, path: string): SealedContent {
  const sealedFor = { ...connection, provider: login.provider, origin: login.origin };
  if (bindingText(sealedFor) !== bindingText(connection)) {
    throw problem(
      "invalid-connection",
      path,
      "the login was sealed for another place than the one where the connection points now",
      "put the connection's former fields back, or log in again",
    );
  }
  const plain = unseal(key, login, bindingText(connection));
  const content = plain && parseLogin(plain);
  plain?.fill(0);
  if (content && agrees(content, login)) return content;
  throw problem(
    "settings",
    path,
    "a sealed login does not open: it was changed, or belongs to another connection",
    "put a backup of the file back, or log in again",
  );
}

/** Whether what the file says in plain text equals the sealed copy: nobody has edited it since. */
function agrees({ credentials, sealedAt, expiresAt }: SealedContent, login: SealedLogin): boolean {
  const fields = Object.keys(credentials).sort();
  return (
    sealedAt === login.sealedAt &&
    expiresAt === login.expiresAt &&
    JSON.stringify(fields) === JSON.stringify(login.fields)
  );
}
