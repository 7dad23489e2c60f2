import { isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { Manifest } from "../contract/manifest.ts";
import { argument } from "../settings/argument.ts";
import type { ConnectionDefinition } from "../settings/model.ts";
import { originChanges, originText } from "./origin.ts";
import { type ValidConnection, validateConnection } from "./validate.ts";

/** Settings can be edited by hand, and a plugin's manifest can change: so each connection is checked anew before its use. */
export function validateStored(
  manifest: Manifest,
  { name, fields, auth, confirmedOrigin }: ConnectionDefinition,
): ValidConnection {
  let valid: ValidConnection;
  try {
    const given = { ...fields, ...auth.fields };
    valid = validateConnection(manifest, { name, fields: given, auth: auth.method, sources: auth.sources });
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    const [first, ...rest] = thrown.failures.map((failure) => ({ ...failure, code: "invalid-connection" as const }));
    throw first === undefined ? thrown : new KeyferryError(first, ...rest);
  }
  const changed = originChanges(confirmedOrigin, valid.origin);
  if (changed.length === 0) return valid;
  throw new KeyferryError({
    code: "invalid-connection",
    where: `connection ${name}`,
    message: `where it points has changed since its login was confirmed: ${originText(changed)}`,
    hint: `put the former values back, or confirm these: keyferry connection modify ${argument(name)} --confirm-origin`,
    connection: name,
    provider: manifest.id,
  });
}
