import { type Change, formatChange, parseChange } from "./change.ts";
import type { SettingsFile } from "./model.ts";
import type { Shapes } from "./schema.ts";

/**
 * The settings as they will be read once a change is written, to make sure that it can be read. Only what it changes is
 * formatted and parsed for that; the rest was just read. Throws `KeyferryError` (`settings`).
 */
export async function readBack(made: Change, before: SettingsFile, path: string, shapes: Shapes): Promise<Change> {
  const connections = changedOf(before.connections, made.settings.connections);
  const secrets = changedOf(before.secrets, made.settings.secrets);
  const part = { ...made, settings: { ...made.settings, connections, secrets } };
  const read = await parseChange(Buffer.from(formatChange(part)), path, shapes, before);
  if (made.profilesOnly) return read;
  return {
    ...read,
    settings: {
      ...read.settings,
      connections: over(made.settings.connections, read.settings.connections),
      secrets: over(made.settings.secrets, read.settings.secrets),
    },
  };
}

type ById<T> = Readonly<Record<string, T>>;

function changedOf<T>(before: ById<T>, after: ById<T>): ById<T> {
  if (before === after) return {};
  return Object.fromEntries(
    Object.entries(after).filter(([id, each]) => !Object.hasOwn(before, id) || before[id] !== each),
  );
}

/** All of them, the ones that were read in the place of their own. */
function over<T>(all: ById<T>, read: ById<T>): ById<T> {
  return Object.keys(read).length === 0 ? all : { ...all, ...read };
}
