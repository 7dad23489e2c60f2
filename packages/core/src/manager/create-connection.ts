import { checkChain } from "../connections/chain.ts";
import { validateConnection } from "../connections/validate.ts";
import type { ProviderPlugin } from "../contract/plugin.ts";
import type { PluginHost } from "../plugins/port.ts";
import type { ConnectionDefinition } from "../settings/model.ts";
import { checkName } from "../settings/names.ts";
import type { SettingsDraft } from "../settings/port.ts";
import type { NewConnection } from "./connection-input.ts";
import { heldSources } from "./login-sources.ts";
import { newId, refuseTaken } from "./named.ts";

/** A connection that fits its provider, and is not in the settings yet. */
export interface PreparedConnection {
  readonly id: string;
  readonly plugin: ProviderPlugin;
  /** Sources refer to secrets by name, as a person does. */
  readonly definition: ConnectionDefinition;
  /**
   * The package to add to the settings' list: a package whose name does not follow from the provider's id could not be
   * found again by the id.
   */
  readonly listed: string | undefined;
}

/**
 * Checks everything about a new connection that can be checked without the settings. Throws `usage`, `rule`, `plugin`.
 */
export async function prepareConnection(plugins: PluginHost, input: NewConnection): Promise<PreparedConnection> {
  const name = checkName(input.name, "connection");
  const plugin = await plugins.load(input.provider);
  const { manifest } = plugin;
  const { fields, auth, origin } = validateConnection(manifest, {
    name,
    fields: input.fields ?? {},
    sources: input.sources ?? {},
    ...(input.auth === undefined ? {} : { auth: input.auth }),
  });
  const listed = input.provider === manifest.id ? undefined : (await plugins.locate(input.provider)).package;
  const definition = { name, provider: manifest.id, fields, auth, confirmedOrigin: origin };
  return { id: newId(), plugin, definition, listed };
}

/** Adds it to a draft of the settings, real or on trial. Throws `rule`, `unknown-name`. */
export function placeConnection(
  draft: Pick<SettingsDraft, "connections" | "secrets" | "plugins">,
  { id, definition, listed }: PreparedConnection,
): ConnectionDefinition {
  refuseTaken("connection", draft.connections, definition.name);
  const { auth } = definition;
  const placed = { ...definition, auth: { ...auth, sources: heldSources(draft, auth.sources) } };
  draft.connections.set(id, placed);
  checkChain(draft, id);
  if (listed !== undefined && !draft.plugins.includes(listed)) draft.plugins.push(listed);
  return placed;
}
