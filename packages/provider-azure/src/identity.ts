import { parseRecord, textOf } from "./json-record.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A sign-in name as it may be shown: no blanks, quotes or control characters. */
const SIGN_IN_NAME = /^[\p{L}\p{N}._%+#@'-]{1,254}$/u;

/**
 * Who a token is of, by its own claims (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
 * They are not verified: for showing, never for deciding.
 */
export function identityOf(token: string): string | undefined {
  const claims = parseRecord(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  const read = (pattern: RegExp, ...names: string[]) =>
    names.map((name) => textOf(claims, name)).find((text) => text !== undefined && pattern.test(text));
  const user = read(SIGN_IN_NAME, "upn", "preferred_username", "unique_name");
  const app = read(GUID, "appid", "azp");
  const object = read(GUID, "oid");
  const parts = [
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(app === undefined ? [] : [`application ${app}`]),
    ...(object === undefined ? [] : [`object ${object}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}
