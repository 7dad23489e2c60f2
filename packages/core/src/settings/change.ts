import type { KeyferryError } from "../contract/failure.ts";
import type { ProfileFile, SettingsFile } from "./model.ts";
import { parseFile } from "./parse-file.ts";
import { settingsProblem } from "./problem.ts";
import { asProfileFile, asSettingsFile } from "./schema.ts";
import { ID_PATTERN } from "./settings-schema.ts";

// An id becomes a file's name.
const ID = new RegExp(ID_PATTERN);

/**
 * One change of the folder: the new `settings.json` with its revision, and the profiles that differ (undefined: deleted).
 * Where it touches profiles it is first written as a whole into one file, and that file's rename is what makes it
 * happen; a reader that finds the file takes it for done, and the next writer finishes it.
 */
export interface Change {
  readonly settings: SettingsFile;
  readonly profiles: ReadonlyMap<string, ProfileFile | undefined>;
}

export function formatChange({ settings, profiles }: Change): string {
  const written = Object.fromEntries([...profiles].map(([id, profile]) => [id, profile ?? null]));
  return formatFile({ schemaVersion: 1, settings, profiles: written });
}

/** Reads what {@link formatChange} wrote. Throws `KeyferryError` (`settings`). */
export function parseChange(bytes: Uint8Array, path: string): Change {
  const value = parseFile(bytes, path);
  const { settings, profiles } = membersOf(value, path);
  return {
    settings: asSettingsFile(settings, path, "/settings"),
    profiles: new Map(
      Object.entries(membersOf(profiles, path)).map(([id, profile]) => {
        if (!ID.test(id)) throw damaged(path);
        return [id, profile === null ? undefined : asProfileFile(profile, path, `/profiles/${id}`)];
      }),
    ),
  };
}

/** A file as it is written: for people and for `diff`. */
export function formatFile(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function membersOf(value: unknown, path: string): Record<string, unknown> {
  if (value instanceof Object && !Array.isArray(value)) return value as Record<string, unknown>;
  throw damaged(path);
}

function damaged(path: string): KeyferryError {
  return settingsProblem(path, "it is damaged", "remove it, if settings.json and the profiles are as they should be");
}
