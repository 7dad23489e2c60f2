import { dirname } from "node:path";
import { Disk } from "./disk.ts";
import { changeOf, draftOf, inNewForm } from "./draft.ts";
import { diskFileSystem, type FileSystem } from "./file-system.ts";
import { Folder, type FolderState } from "./folder.ts";
import type { Form } from "./forms.ts";
import { type Layers, merge, type PlacedSettings, placed } from "./layers.ts";
import { type FolderLock, processLock } from "./lock.ts";
import type { Settings } from "./model.ts";
import { Moved } from "./moved.ts";
import type { Platform } from "./platform.ts";
import type { SettingsDraft, SettingsStore } from "./port.ts";
import { settingsProblem } from "./problem.ts";
import { readBack } from "./read-back.ts";
import { checkProfileRules, checkRules } from "./rules.ts";
import { Shapes } from "./schema.ts";

export interface FileSettingsOptions {
  /** Absolute path of the user's `settings.json`. */
  readonly path: string;
  /** Absolute path of the machine's; undefined: none is looked for. */
  readonly machinePath: string | undefined;
  readonly platform: Platform;
  readonly files?: FileSystem;
  readonly lock?: FolderLock;
  /** The forms of the files that are read, oldest first; the newest is written. */
  readonly forms?: readonly Form[];
}

const ATTEMPTS = 5;

/** Settings as files in one folder, under one lock and one revision. */
export class FileSettingsStore implements SettingsStore {
  #last: { readonly state: FolderState; readonly settings: Settings } | undefined;
  #reading: Promise<Settings> | undefined;
  readonly path: string;
  readonly #machinePath: string | undefined;
  readonly #disk: Disk;
  readonly #folder: Folder;
  readonly #lock: FolderLock;
  readonly #shapes: Shapes;

  constructor({ path, machinePath, platform, files = diskFileSystem, lock = processLock, forms }: FileSettingsOptions) {
    this.path = path;
    this.#machinePath = machinePath;
    this.#disk = new Disk(files, platform);
    this.#shapes = new Shapes(forms);
    this.#folder = new Folder(path, this.#disk, this.#shapes);
    this.#lock = lock;
  }

  /**
   * Callers that read while a reading is under way share it, unless this host has changed the settings since it began.
   */
  read(): Promise<Settings> {
    if (this.#reading !== undefined) return this.#reading;
    const reading = this.#read().finally(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    this.#reading = reading;
    return reading;
  }

  async #read(): Promise<Settings> {
    const machine = await this.#readMachine();
    const state = await this.#folder.read();
    // One command reads several times: what has passed the rules is not checked again as long as no byte has changed.
    if (machine === undefined && this.#last?.state === state) return this.#last.settings;
    const settings = merge(this.#checked(state, machine));
    this.#last = machine === undefined ? { state, settings } : undefined;
    return settings;
  }

  async update<T>(change: (draft: SettingsDraft) => T): Promise<T> {
    await this.#disk.makeFolder(this.#folder.path);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#lock.hold(this.#folder.path, (held) => this.#updateLocked(change, held));
      } catch (error) {
        if (!(error instanceof Moved)) throw error;
        if (attempt >= ATTEMPTS) {
          throw settingsProblem(this.path, "something changes it without the lock", "end that program, then try again");
        }
      } finally {
        this.#reading = undefined;
      }
    }
  }

  async #updateLocked<T>(change: (draft: SettingsDraft) => T, held: () => void): Promise<T> {
    const machine = await this.#readMachine();
    const state = await this.#settled(held);
    const layers = this.#checked(state, machine);
    const before = merge(layers);
    const draft = draftOf(before);
    const result = change(draft);
    const changed = changeOf(before, draft, layers);
    if (changed === undefined) return result;
    const old = this.#isOld(state);
    const made = old ? inNewForm(changed, state.profiles) : changed;
    const { settings, profiles: written } = await readBack(made, state.settings, this.path, this.#shapes);
    const profiles = new Map(state.profiles);
    for (const [id, profile] of written) {
      if (profile === undefined) profiles.delete(id);
      else profiles.set(id, profile);
    }
    if (made.profilesOnly) checkProfileRules({ ...layers, profiles }, written);
    else this.#checked({ settings, profiles }, machine);
    if (old) await this.#folder.backUp(state);
    await this.#folder.commit(made, state.mark, held);
    return result;
  }

  /** A reading with nothing left over from killed processes. */
  async #settled(held: () => void): Promise<FolderState> {
    const state = await this.#folder.read();
    if (state.unfinished !== undefined) {
      if (this.#isOld(state)) await this.#folder.backUp(state);
      await this.#folder.finish(state.unfinished, this.#isOld(state) ? undefined : state.mark.settings, held);
    }
    await this.#folder.sweep(state);
    return state.mark.pending === undefined ? state : this.#folder.read();
  }

  #isOld({ version }: FolderState): boolean {
    return version < this.#shapes.version;
  }

  #checked(state: Pick<FolderState, "settings" | "profiles">, machine: PlacedSettings | undefined): Layers {
    const layers: Layers = {
      user: placed(this.path, state.settings),
      machine,
      profiles: state.profiles,
      profilePath: (id) => this.#folder.profilePath(id),
    };
    checkRules(layers);
    return layers;
  }

  async #readMachine(): Promise<PlacedSettings | undefined> {
    const path = this.#machinePath;
    if (path === undefined) return undefined;
    const bytes = await this.#disk.read(path, "machine");
    if (bytes === undefined) return undefined;
    await this.#disk.checkFolder(dirname(path), "machine");
    return placed(path, (await this.#shapes.readSettings(bytes, path)).file);
  }
}
