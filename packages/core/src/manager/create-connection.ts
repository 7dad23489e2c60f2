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

/** A connection that fits its provider, and that no settings hold yet. */
export interface PreparedConnection {
  readonly id: string;
  readonly plugin: ProviderPlugin;
  /** Sources name secrets as a person does. */
  readonly definition: ConnectionDefinition;
  /** The package to list with it: under its id alone, one whose name does not follow from it could not be found again. */
  readonly listed: string | undefined;
}

/** Checks all of a new connection that can be checked without the settings. Throws `usage`, `rule`, `plugin`. */
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

/** Puts it into a draft: of the settings, or of what they would be. Throws `rule`, `unknown-name`. */
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
