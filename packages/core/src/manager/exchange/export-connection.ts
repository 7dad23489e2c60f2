import { KeyferryError } from "../../contract/failure.ts";
import type { Manifest } from "../../contract/manifest.ts";
import { formatFile } from "../../settings/change.ts";
import { connectionExportSchema } from "../../settings/export-schemas.ts";
import type { ConnectionDefinition, SecretDefinition } from "../../settings/model.ts";
import { quote } from "../../settings/quote.ts";

/**
 * A connection and the definitions of its secrets as a file for others. Member by member: no source of a credential leaves the
 * machine, and (`rule`) no field that the manifest calls sensitive, should somebody have written one into the settings by hand.
 */
export function exportConnection(
  { name, provider, fields, auth }: ConnectionDefinition,
  secrets: readonly SecretDefinition[],
  manifest: Manifest,
): string {
  const every = [...manifest.fields, ...manifest.auth.flatMap((method) => method.fields)];
  const sensitive = new Set(every.flatMap((field) => (field.sensitive === true ? [field.name] : [])));
  const wrong = Object.keys({ ...fields, ...auth.fields }).find((field) => sensitive.has(field));
  if (wrong !== undefined) {
    throw new KeyferryError({
      code: "rule",
      message: `the field ${wrong} of the connection ${quote(name)} is a credential, and stands in the settings`,
      hint: "take it out of settings.json by hand, and name a source for it",
      connection: name,
    });
  }
  return formatFile({
    $schema: connectionExportSchema.$id,
    keyferry: "connection-export",
    schemaVersion: 1,
    connection: { name, provider, fields, auth: { method: auth.method, fields: auth.fields } },
    secrets: secrets.map(({ name, remoteName, type, key, version, description, trimNewline }) => ({
      name,
      remoteName,
      type,
      key,
      version,
      description,
      trimNewline,
    })),
  });
}
