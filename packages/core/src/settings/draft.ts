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
  const plugins = draft.plugins.filter((plugin) => !inherited.has(plugin));
  const next: SettingsFile = {
    ...file,
    revision: file.revision + 1,
    plugins: equal(plugins, file.plugins) ? file.plugins : plugins,
    connections: ownOf("connection", file.connections, before.connections, draft.connections, before.readOnly),
    secrets: ownOf("secret", file.secrets, before.secrets, draft.secrets, before.readOnly),
  };
  const profiles = new Map<string, ProfileFile | undefined>();
  for (const id of layers.profiles.keys()) if (!draft.profiles.has(id)) profiles.set(id, undefined);
  for (const [id, profile] of draft.profiles) {
    if (profile === before.profiles.get(id)) continue;
    const made = profileFile(profile, file.schemaVersion, layers.profiles.get(id));
    if (!equal(made, layers.profiles.get(id))) profiles.set(id, made);
  }
  const profilesOnly =
    next.plugins === file.plugins && next.connections === file.connections && next.secrets === file.secrets;
  return profilesOnly && profiles.size === 0 ? undefined : { settings: next, profiles, profilesOnly };
}

/** The same change, extended to every other profile, so that all files are written in the newest form. */
export function inNewForm(change: Change, all: ReadonlyMap<string, ProfileFile>): Change {
  return { settings: change.settings, profiles: new Map([...all, ...change.profiles]), profilesOnly: false };
}

/** The user's own definitions after a change: the same object as before if nothing differs. */
function ownOf<T extends { readonly name: string }>(
  what: string,
  own: Readonly<Record<string, T>>,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  readOnly: ReadonlySet<string>,
): Readonly<Record<string, T>> {
  for (const id of readOnly) {
    const definition = before.get(id);
    if (definition === undefined || after.get(id) === definition) continue;
    throw machineOwned(what, definition.name);
  }
  return alike(before, after) ? own : Object.fromEntries([...after].filter(([id]) => !readOnly.has(id)));
}

/** Refuses (`rule`) to change what comes from the machine's file. */
export function machineOwned(what: string, name: string): KeyferryError {
  return new KeyferryError({
    code: "rule",
    message: `the ${what} ${quote(name)} stands in the machine's settings, which commands do not change`,
    hint: "ask who administers this machine, or create one of your own under another name",
  });
}

function alike<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): boolean {
  let same = before.size === after.size;
  // `forEach` rather than a loop over entries, which allocates each of them: every change looks at 10,000.
  after.forEach((each, id) => {
    same &&= equal(each, before.get(id));
  });
  return same;
}

function equal(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function profileFile(profile: ProfileDefinition, schemaVersion: number, before: ProfileFile | undefined): ProfileFile {
  return { ...(before?.$schema === undefined ? {} : { $schema: before.$schema }), schemaVersion, ...profile };
}
