import { isKeyferryError, KeyferryError } from "../contract/failure.ts";
import type { Manifest } from "../contract/manifest.ts";
import { argument } from "../settings/argument.ts";
import type { ConnectionDefinition } from "../settings/model.ts";
import { type DoubtfulField, doubtfulFields, masked } from "./doubtful-fields.ts";
import { originChanges, originText } from "./origin.ts";
import { type ValidConnection, validateConnection } from "./validate.ts";

/**
 * Checks a connection again before its use, since settings can be edited by hand and a plugin's manifest can change.
 */
export function validateStored(manifest: Manifest, definition: ConnectionDefinition): ValidConnection {
  const { name, fields, auth, confirmedOrigin } = definition;
  let valid: ValidConnection;
  try {
    const given = { ...fields, ...auth.fields };
    valid = validateConnection(manifest, { name, fields: given, auth: auth.method, sources: auth.sources });
  } catch (thrown) {
    if (!isKeyferryError(thrown)) throw thrown;
    throw asStored(thrown, doubtfulFields(manifest, definition));
  }
  const changed = originChanges(masked(manifest, confirmedOrigin), valid.origin);
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

/** The same problems of what stands in the settings, where a command mends what would have been given otherwise. */
function asStored(error: KeyferryError, doubtful: readonly DoubtfulField[]): KeyferryError {
  const told = error.failures.map((failure) => {
    const found = doubtful.find(({ field }) => failure.where?.endsWith(`, field ${field}`));
    const stored = found === undefined ? {} : { message: found.problem, hint: found.remedy };
    return { ...failure, ...stored, code: "invalid-connection" as const };
  });
  const [first, ...rest] = told.filter(
    (failure, at) =>
      told.findIndex(({ where, message }) => where === failure.where && message === failure.message) === at,
  );
  return first === undefined ? error : new KeyferryError(first, ...rest);
}
