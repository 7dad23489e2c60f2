import { KeyferryError } from "../contract/failure.ts";
import type { Change } from "./change.ts";
import type { Layers } from "./layers.ts";
import type { ProfileDefinition, ProfileFile, Settings, SettingsFile } from "./model.ts";
import type { SettingsDraft } from "./port.ts";
import { quote } from "./quote.ts";

/** A copy of a reading for a change to work on. */
export function draftOf(settings: Settings): SettingsDraft {
  return {
    revision: settings.revision,
    plugins: [...settings.plugins],
    connections: new Map(settings.connections),
    secrets: new Map(settings.secrets),
    profiles: new Map(settings.profiles),
    readOnly: settings.readOnly,
  };
}

/**
 * What a draft changed, as files to write; undefined where it changed nothing. Throws `KeyferryError` (`rule`) where it
 * changed what comes from the machine's file.
 */
export function changeOf(before: Settings, draft: SettingsDraft, layers: Layers): Change | undefined {
  const { file } = layers.user;
  const inherited = new Set(layers.machine?.file.plugins.filter((plugin) => !file.plugins.includes(plugin)));
  const next: SettingsFile = {
    ...file,
    revision: file.revision + 1,
    plugins: draft.plugins.filter((plugin) => !inherited.has(plugin)),
    connections: ownOf("connection", before.connections, draft.connections, before.readOnly),
    secrets: ownOf("secret", before.secrets, draft.secrets, before.readOnly),
  };
  const profiles = new Map<string, ProfileFile | undefined>();
  for (const id of layers.profiles.keys()) if (!draft.profiles.has(id)) profiles.set(id, undefined);
  for (const [id, profile] of draft.profiles) {
    if (profile === before.profiles.get(id)) continue;
    const file = profileFile(profile, layers.profiles.get(id));
    if (JSON.stringify(file) !== JSON.stringify(layers.profiles.get(id))) profiles.set(id, file);
  }
  const same = JSON.stringify({ ...next, revision: file.revision }) === JSON.stringify(file);
  return same && profiles.size === 0 ? undefined : { settings: next, profiles };
}

function ownOf<T extends { readonly name: string }>(
  what: string,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  readOnly: ReadonlySet<string>,
): Record<string, T> {
  for (const [id, definition] of before) {
    if (!readOnly.has(id) || after.get(id) === definition) continue;
    throw new KeyferryError({
      code: "rule",
      message: `the ${what} ${quote(definition.name)} stands in the machine's settings, which commands do not change`,
      hint: "ask who administers this machine, or create one of your own under another name",
    });
  }
  return Object.fromEntries([...after].filter(([id]) => !readOnly.has(id)));
}

function profileFile(profile: ProfileDefinition, before: ProfileFile | undefined): ProfileFile {
  return { ...(before?.$schema === undefined ? {} : { $schema: before.$schema }), schemaVersion: 1, ...profile };
}
