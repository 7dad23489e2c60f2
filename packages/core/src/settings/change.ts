import type { KeyferryError } from "../contract/failure.ts";
import type { ProfileFile, SettingsFile } from "./model.ts";
import { parseFile } from "./parse-file.ts";
import { settingsProblem } from "./problem.ts";
import type { Shapes } from "./schema.ts";
import { ID_PATTERN } from "./settings-schema.ts";

// An id becomes a file's name.
const ID = new RegExp(ID_PATTERN);

/**
 * One change of the folder: the new `settings.json` with its revision, and the profiles that differ (undefined:
 * deleted). If it touches profiles, it is first written as a whole to one file, and renaming that file makes the change
 * happen: a reader that finds the file takes the change for done, and the next writer finishes it.
 */
export interface Change {
  readonly settings: SettingsFile;
  readonly profiles: ReadonlyMap<string, ProfileFile | undefined>;
  /** Only the revision of `settings.json` differs, so the file of the change leaves out the rest of it. */
  readonly profilesOnly: boolean;
}

export function formatChange({ settings, profiles, profilesOnly }: Change): string {
  const written = Object.fromEntries([...profiles].map(([id, profile]) => [id, profile ?? null]));
  const rest = profilesOnly ? { revision: settings.revision } : { settings };
  return formatFile({ schemaVersion: 1, ...rest, profiles: written });
}

/** Reads what {@link formatChange} wrote over these settings. Throws `KeyferryError` (`settings`). */
export async function parseChange(
  bytes: Uint8Array,
  path: string,
  shapes: Shapes,
  before: SettingsFile,
): Promise<Change> {
  const { settings, revision, profiles: written } = membersOf(parseFile(bytes, path), path);
  const profilesOnly = settings === undefined;
  if (profilesOnly && (typeof revision !== "number" || !Number.isSafeInteger(revision))) throw damaged(path);
  const profiles = new Map<string, ProfileFile | undefined>();
  for (const [id, profile] of Object.entries(membersOf(written, path))) {
    if (!ID.test(id)) throw damaged(path);
    const place = { path, base: `/profiles/${id}` };
    profiles.set(id, profile === null ? undefined : (await shapes.profile(profile, place)).file);
  }
  return {
    settings: profilesOnly
      ? { ...before, revision: Number(revision) }
      : (await shapes.settings(settings, { path, base: "/settings" })).file,
    profiles,
    profilesOnly,
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
