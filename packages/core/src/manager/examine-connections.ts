import { validateStored } from "../connections/validate-stored.ts";
import { isKeyferryError } from "../contract/failure.ts";
import type { ConnectionDefinition } from "../settings/model.ts";
import type { Finding } from "./oversight.ts";
import type { Providers } from "./use-cases.ts";

/**
 * Checks each connection against its provider's manifest, as before a use, so that manual edits show up before they
 * stop a run. Asks no manager and reads no source. A provider that cannot be loaded is reported elsewhere.
 */
export async function examineConnections(
  connections: Iterable<ConnectionDefinition>,
  providers: Pick<Providers, "manifest">,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  let sound = 0;
  for (const connection of connections) {
    const manifest = await providers.manifest(connection.provider).catch((error: unknown) => {
      if (!isKeyferryError(error)) throw error;
    });
    if (manifest === undefined) continue;
    try {
      validateStored(manifest, connection);
      sound += 1;
    } catch (error) {
      if (!isKeyferryError(error)) throw error;
      for (const { where, message, hint } of error.failures) {
        const told = where === undefined ? message : `${where}: ${message}`;
        found.push({ area: "connections", level: "error", message: told, ...(hint ? { remedy: hint } : {}) });
      }
    }
  }
  if (sound === 0) return found;
  const message =
    sound === 1
      ? "1 connection fits its provider and points where its login may go"
      : `${sound} connections fit their providers and point where their logins may go`;
  return [...found, { area: "connections", level: "ok", message }];
}
