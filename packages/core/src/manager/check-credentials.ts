import { credentialText, UNFIT_CREDENTIAL } from "../connections/sources/credential-text.ts";
import type { Credentials } from "../contract/credential-store.ts";
import { type Failure, KeyferryError } from "../contract/failure.ts";
import type { Field, Manifest } from "../contract/manifest.ts";
import type { ConnectionDefinition } from "../settings/model.ts";
import { quote } from "../settings/quote.ts";
import { STORED } from "./login-sources.ts";
import type { NewLogin } from "./seal-login.ts";
import { sensitiveFields } from "./sensitive-fields.ts";

/**
 * Checks a login that comes with its connection: it may only fill `stored` sources. Throws like {@link
 * checkCredentials}.
 */
export function checkLogin(
  manifest: Manifest,
  { name, fields, auth }: ConnectionDefinition,
  { credentials, ...options }: NewLogin,
): NewLogin {
  const stored = sensitiveFields(manifest, { fields, auth }).filter((field) => auth.sources[field.name] === STORED);
  return { ...options, credentials: checkCredentials(name, stored, credentials) };
}

/**
 * Checks credentials, and returns them as they will be sealed. Throws one `KeyferryError` (`usage`) that names all
 * unfit ones, without any part of them.
 */
export function checkCredentials(connection: string, fields: readonly Field[], given: Credentials): Credentials {
  const failures: Failure[] = [];
  const fail = (name: string, message: string, hint: string) =>
    failures.push({
      code: "usage",
      where: `connection ${connection}, credential ${quote(name)}`,
      message,
      hint,
      connection,
    });
  const credentials = Object.entries(given).flatMap(([name, text]): [string, string][] => {
    const field = fields.find((candidate) => candidate.name === name);
    const value = credentialText(text, field);
    const names = fields.map((each) => each.name).join(", ");
    if (field === undefined)
      fail(name, "its login has no such sensitive field", names ? `it has: ${names}` : "it takes none");
    else if (value === undefined) fail(name, UNFIT_CREDENTIAL, "give it again, alone and whole");
    else return [[name, value]];
    return [];
  });
  if (credentials.length === 0 && failures.length === 0) {
    const hint = fields.length > 0 ? "give at least one" : "its login takes none: there is nothing to store";
    failures.push({
      code: "usage",
      where: `connection ${connection}`,
      message: "no credential is given",
      hint,
      connection,
    });
  }
  const [first, ...rest] = failures;
  if (first !== undefined) throw new KeyferryError(first, ...rest);
  return Object.fromEntries(credentials);
}
