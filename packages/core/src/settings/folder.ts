import { dirname, join, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Change, formatChange, formatFile, parseChange } from "./change.ts";
import type { Disk } from "./disk.ts";
import type { ProfileFile, SettingsFile } from "./model.ts";
import { Moved } from "./moved.ts";
import { settingsProblem } from "./problem.ts";
import type { Shapes } from "./schema.ts";
import { settingsBytes } from "./settings-bytes.ts";

/** Everything in the user's folder at one point in time. */
export interface FolderState {
  readonly settings: SettingsFile;
  readonly profiles: ReadonlyMap<string, ProfileFile>;
  /** A change that has taken effect, although a killed process did not put all of its files in place. */
  readonly unfinished: Change | undefined;
  /** The oldest schema version among the files. */
  readonly version: number;
  /** The bytes by which a later look can tell whether anything has changed. */
  readonly mark: Mark;
  /** The bytes of the profiles' files, by id. */
  readonly profileBytes: ReadonlyMap<string, Buffer>;
}

interface Mark {
  readonly settings: Buffer | undefined;
  readonly pending: Buffer | undefined;
}

const PROFILE = /^([a-z0-9][a-z0-9-]{0,63})\.json$/;
const LOOKS = 100;

/** The user's folder: `settings.json`, `profiles/ID.json`, and for a moment `.keyferry-pending.json`. */
export class Folder {
  #last: { readonly profiles: ReadonlyMap<string, Buffer>; readonly state: FolderState } | undefined;
  readonly path: string;
  readonly #settingsPath: string;
  readonly #pendingPath: string;
  readonly #profilesPath: string;
  readonly #disk: Disk;
  readonly #shapes: Shapes;

  constructor(settingsPath: string, disk: Disk, shapes: Shapes) {
    this.path = dirname(settingsPath);
    this.#settingsPath = settingsPath;
    this.#pendingPath = join(this.path, ".keyferry-pending.json");
    this.#profilesPath = join(this.path, "profiles");
    this.#disk = disk;
    this.#shapes = shapes;
  }

  profilePath(id: string): string {
    return `${this.#profilesPath}${sep}${id}.json`;
  }

  /**
   * Reads all files, and again if a writer came in between. If no byte has changed, it returns the same state object as
   * the last time, so that it need not be checked again. Throws `KeyferryError` (`settings`).
   */
  async read(): Promise<FolderState> {
    await this.#disk.checkFolder(this.path, "user");
    for (let look = 1; look <= LOOKS; look += 1) {
      const settings = await this.#disk.read(this.#settingsPath, "user");
      const pending = await this.#disk.read(this.#pendingPath, "user");
      const profiles = await this.#readProfiles();
      // The revision in settings.json only grows, and changes last. So if it is the same before and after the reading,
      // nothing changed during it.
      if (profiles !== undefined && (await this.isStill({ settings, pending }))) {
        const mark = { settings, pending };
        if (this.#last === undefined || !sameReading(this.#last, mark, profiles)) {
          this.#last = { profiles, state: await this.#parse(mark, profiles) };
        }
        return this.#last.state;
      }
      await sleep(Math.random() * 5 * Math.min(look, 10));
    }
    throw settingsProblem(this.#settingsPath, "it is being changed all the time", "try again");
  }

  /** Whether nothing has changed since that reading began. */
  async isStill(mark: Mark): Promise<boolean> {
    const pending = await this.#disk.holds(this.#pendingPath, "user", mark.pending);
    const settings = await this.#disk.holds(this.#settingsPath, "user", mark.settings);
    return pending && settings;
  }

  /** Makes a change happen: entirely or, if it throws, not at all. `held` throws if the lock was lost. */
  async commit(change: Change, mark: Mark, held: () => void): Promise<void> {
    const last = async () => {
      held();
      if (!(await this.isStill(mark))) throw new Moved();
    };
    if (change.profiles.size === 0) {
      await this.#disk.replace(this.#settingsPath, formatFile(change.settings), last);
      await this.#disk.sync(this.path);
      return;
    }
    await this.#disk.makeFolder(this.#profilesPath);
    await this.#disk.replace(this.#pendingPath, formatChange(change), last);
    await this.#disk.sync(this.path);
    // The change has happened. If anything fails from here on, the next writer finishes it, and readers see it as done.
    await this.finish(change, mark.settings, held).catch(() => undefined);
  }

  /**
   * Puts every file of a change in its place. settings.json comes last: its revision says that all others are in place.
   * `before` is the present settings.json, in the newest form.
   */
  async finish(change: Change, before: Buffer | undefined, held: () => void): Promise<void> {
    await this.#disk.makeFolder(this.#profilesPath);
    for (const [id, profile] of change.profiles) {
      held();
      if (profile === undefined) await this.#disk.remove(this.profilePath(id));
      else await this.#disk.replace(this.profilePath(id), formatFile(profile), held);
    }
    await this.#disk.sync(this.#profilesPath);
    await this.#disk.replace(this.#settingsPath, settingsBytes(change, before), held);
    await this.#disk.sync(this.path);
    await this.#disk.remove(this.#pendingPath);
  }

  /** Copies every file unchanged into a folder of its own, before it is written in a newer form. */
  async backUp({ version, settings, mark, profileBytes }: FolderState): Promise<void> {
    const folder = join(this.path, `backup-v${version}-r${settings.revision}`);
    const profiles = join(folder, "profiles");
    for (const each of [folder, profiles]) {
      await this.#disk.makeFolder(each);
      await this.#disk.sweep(each);
    }
    const copy = (path: string, bytes: Buffer) => this.#disk.replace(path, bytes.toString("utf8"), () => undefined);
    if (mark.settings !== undefined) await copy(join(folder, "settings.json"), mark.settings);
    for (const [id, bytes] of profileBytes) await copy(join(profiles, `${id}.json`), bytes);
    for (const each of [profiles, folder, this.path]) await this.#disk.sync(each);
  }

  /** Removes what killed processes left. Only under the lock. */
  async sweep(state: FolderState): Promise<void> {
    await this.#disk.sweep(this.path);
    await this.#disk.sweep(this.#profilesPath);
    if (state.unfinished === undefined && state.mark.pending !== undefined) await this.#disk.remove(this.#pendingPath);
  }

  /** The bytes of every profile, or undefined if one vanished meanwhile. */
  async #readProfiles(): Promise<Map<string, Buffer> | undefined> {
    if (!(await this.#disk.checkFolder(this.#profilesPath, "user"))) return new Map();
    const ids = (await this.#disk.list(this.#profilesPath)).flatMap((name) => this.#profileId(name));
    const paths = ids.map((id) => this.profilePath(id));
    const profiles = new Map<string, Buffer>();
    for (const [at, bytes] of (await this.#disk.readAll(paths, "user")).entries()) {
      if (bytes === undefined) return undefined;
      profiles.set(ids[at] ?? "", bytes);
    }
    return profiles;
  }

  #profileId(name: string): string[] {
    const id = PROFILE.exec(name)?.[1];
    if (id !== undefined) return [id];
    if (name.startsWith(".") || !name.endsWith(".json")) return [];
    throw settingsProblem(join(this.#profilesPath, name), "its name is no profile's id", "move it out of this folder");
  }

  async #parse(mark: Mark, raw: ReadonlyMap<string, Buffer>): Promise<FolderState> {
    const shapes = this.#shapes;
    const { file: settings, version } =
      mark.settings === undefined
        ? { file: emptySettings(shapes.version), version: shapes.version }
        : await shapes.readSettings(mark.settings, this.#settingsPath);
    let oldest = version;
    const profiles = new Map<string, ProfileFile>();
    const change =
      mark.pending === undefined ? undefined : await parseChange(mark.pending, this.#pendingPath, shapes, settings);
    const unfinished = this.#isUnfinished(change, settings.revision) ? change : undefined;
    for (const [id, bytes] of raw) {
      if (unfinished?.profiles.has(id)) continue;
      const reading = shapes.readProfile(bytes, this.profilePath(id));
      // Most are read synchronously, and awaiting 1,000 results that are there already takes time.
      const profile = reading instanceof Promise ? await reading : reading;
      profiles.set(id, profile.file);
      oldest = Math.min(oldest, profile.version);
    }
    for (const [id, profile] of unfinished?.profiles ?? []) if (profile !== undefined) profiles.set(id, profile);
    const held = unfinished?.settings ?? settings;
    return { settings: held, profiles, unfinished, version: oldest, mark, profileBytes: raw };
  }

  #isUnfinished(change: Change | undefined, revision: number): boolean {
    if (change === undefined || change.settings.revision <= revision) return false;
    if (change.settings.revision === revision + 1) return true;
    throw settingsProblem(
      this.#pendingPath,
      `it leads to revision ${change.settings.revision}, but settings.json is at revision ${revision}`,
      "put the right settings.json back, or remove this file if all is as it should be",
    );
  }
}

function emptySettings(schemaVersion: number): SettingsFile {
  return { schemaVersion, revision: 0, plugins: [], connections: {}, secrets: {} };
}

function same(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

function sameReading(
  last: { readonly profiles: ReadonlyMap<string, Buffer>; readonly state: FolderState },
  mark: Mark,
  profiles: ReadonlyMap<string, Buffer>,
): boolean {
  if (!same(last.state.mark.settings, mark.settings) || !same(last.state.mark.pending, mark.pending)) return false;
  return (
    profiles.size === last.profiles.size && [...profiles].every(([id, bytes]) => same(last.profiles.get(id), bytes))
  );
}
