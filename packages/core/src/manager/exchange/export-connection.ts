import { doubtfulFields } from "../../connections/doubtful-fields.ts";
import { KeyferryError } from "../../contract/failure.ts";
import type { Manifest } from "../../contract/manifest.ts";
import { formatFile } from "../../settings/change.ts";
import { connectionExportSchema } from "../../settings/export-schemas.ts";
import type { ConnectionDefinition, SecretDefinition } from "../../settings/model.ts";
import { quote } from "../../settings/quote.ts";

/**
 * A connection and the definitions of its secrets as a file for others. Members are copied one by one: no source of a
 * credential leaves the machine, and a field that the manifest does not declare as a plain one is refused (`rule`), in
 * case somebody wrote one into the settings by hand.
 */
export function exportConnection(
  { name, provider, fields, auth }: ConnectionDefinition,
  secrets: readonly SecretDefinition[],
  manifest: Manifest,
): string {
  const [first, ...rest] = doubtfulFields(manifest, { name, fields, auth }).map(({ field, problem, remedy }) => ({
    code: "rule" as const,
    where: `connection ${quote(name)}, field ${field}`,
    message: problem,
    hint: remedy,
    connection: name,
  }));
  if (first !== undefined) throw new KeyferryError(first, ...rest);
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
