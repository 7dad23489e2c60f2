import { doubtfulFields, plainOnly, unknownFields } from "../connections/doubtful-fields.ts";
import { isKeyferryError } from "../contract/failure.ts";
import type { FieldValue, Manifest } from "../contract/manifest.ts";
import type { PluginHost } from "../plugins/port.ts";
import type { ConnectionDefinition, Settings } from "../settings/model.ts";
import { shownSources } from "./login-sources.ts";
import type { ConnectionView } from "./views.ts";

/** The manifests of providers, each loaded once; a provider that cannot be loaded has none. */
export async function manifestsOf(
  plugins: Pick<PluginHost, "load">,
  providers: Iterable<string>,
): Promise<ReadonlyMap<string, Manifest>> {
  const found = new Map<string, Manifest>();
  const load = async (provider: string) => {
    try {
      found.set(provider, (await plugins.load(provider)).manifest);
    } catch (error) {
      if (!isKeyferryError(error)) throw error;
    }
  };
  await Promise.all([...new Set(providers)].map(load));
  return found;
}

/** A connection as the settings hold it, with what else of them a view needs. */
export interface PlacedConnection {
  readonly id: string;
  readonly definition: ConnectionDefinition;
  readonly sources: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly readOnly: boolean;
}

export function placeIn(
  settings: Pick<Settings, "readOnly" | "secrets">,
  users: ReadonlyMap<string, readonly string[]>,
  id: string,
  definition: ConnectionDefinition,
): PlacedConnection {
  const sources = shownSources(settings, definition.auth.sources);
  return { id, definition, sources, secrets: users.get(id) ?? [], readOnly: settings.readOnly.has(id) };
}

/** What may be shown of a connection: no value of a field that could be a credential. */
export function connectionView(
  { id, definition, sources, secrets, readOnly }: PlacedConnection,
  manifest: Manifest | undefined,
): ConnectionView {
  const { name, provider, auth, confirmedOrigin } = definition;
  const plain = (values: Readonly<Record<string, FieldValue>>) => (manifest ? plainOnly(manifest, values) : {});
  const [fields, authFields] = [plain(definition.fields), plain(auth.fields)];
  const pointing = Object.entries({ ...fields, ...authFields }).filter(([field]) =>
    Object.hasOwn(confirmedOrigin, field),
  );
  const withheld = manifest ? doubtfulFields(manifest, definition) : unknownFields(definition);
  return {
    ...{ id, name, provider, fields },
    origin: Object.fromEntries(pointing),
    auth: { method: auth.method, fields: authFields, sources },
    ...(withheld.length > 0 ? { withheld } : {}),
    ...{ secrets, readOnly },
  };
}
