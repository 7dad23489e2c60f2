import {
  AUDIT_MODES,
  type ConnectionDefinition,
  type ProfileFile,
  type SecretDefinition,
  type Settings,
  type SettingsFile,
} from "./model.ts";

type ById<T> = ReadonlyMap<string, T>;

/** A settings file with the path that messages name it by, and its definitions by id. */
export interface PlacedSettings {
  readonly path: string;
  readonly file: SettingsFile;
  readonly connections: ById<ConnectionDefinition>;
  readonly secrets: ById<SecretDefinition>;
}

export function placed(path: string, file: SettingsFile): PlacedSettings {
  return { path, file, connections: byId(file.connections), secrets: byId(file.secrets) };
}

/** Built once: going through the members of an object takes several times as long. */
function byId<T>(record: Readonly<Record<string, T>>): ById<T> {
  const all = new Map<string, T>();
  for (const id in record) all.set(id, record[id] as T);
  return all;
}

/** All files of one reading: the user's, and the machine's below them, if there is one. */
export interface Layers {
  readonly user: PlacedSettings;
  readonly machine: PlacedSettings | undefined;
  readonly profiles: ReadonlyMap<string, ProfileFile>;
  readonly profilePath: (id: string) => string;
}

/** The layers as one: what the rest of the program sees. They must have passed the rules. */
export function merge({ user, machine, profiles }: Layers): Settings {
  const below = machine?.file;
  // The stricter of the two: a user cannot turn off what the machine asks for.
  const audit = AUDIT_MODES.find((mode) => mode === below?.audit || mode === user.file.audit);
  return {
    revision: user.file.revision,
    plugins: [...new Set([...(below?.plugins ?? []), ...user.file.plugins])],
    ...(audit === undefined ? {} : { audit }),
    connections: over(machine?.connections, user.connections),
    secrets: over(machine?.secrets, user.secrets),
    profiles: new Map([...profiles].map(([id, { $schema: _, schemaVersion: __, ...profile }]) => [id, profile])),
    readOnly: new Set([...(machine?.connections.keys() ?? []), ...(machine?.secrets.keys() ?? [])]),
  };
}

function over<T>(below: ById<T> | undefined, own: ById<T>): ById<T> {
  return below === undefined ? own : new Map([...below, ...own]);
}
