import { AUDIT_MODES, type ProfileFile, type Settings, type SettingsFile } from "./model.ts";

/** A settings file with the path that messages name it by. */
export interface PlacedSettings {
  readonly path: string;
  readonly file: SettingsFile;
}

/** All files of one reading: the user's, over the machine's where there is one. */
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
    connections: both(below?.connections, user.file.connections),
    secrets: both(below?.secrets, user.file.secrets),
    profiles: new Map([...profiles].map(([id, { $schema: _, schemaVersion: __, ...profile }]) => [id, profile])),
    readOnly: new Set([...Object.keys(below?.connections ?? {}), ...Object.keys(below?.secrets ?? {})]),
  };
}

function both<T>(below: Readonly<Record<string, T>> | undefined, own: Readonly<Record<string, T>>): Map<string, T> {
  const all = new Map<string, T>();
  for (const record of [below, own]) for (const id in record) all.set(id, record[id] as T);
  return all;
}
