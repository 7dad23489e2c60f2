import type { ConnectionDefinition, ProfileDefinition, SecretDefinition, Settings } from "./model.ts";

/** A change of the settings, made on a copy under the lock. */
export interface SettingsDraft {
  revision: number;
  plugins: string[];
  connections: Map<string, ConnectionDefinition>;
  secrets: Map<string, SecretDefinition>;
  profiles: Map<string, ProfileDefinition>;
  readonly readOnly: ReadonlySet<string>;
}

/** Where settings are stored. */
export interface SettingsStore {
  /** Absolute path of `settings.json`, for messages and for resolving plugins beside it. */
  readonly path: string;
  /** Reads all settings. A missing file counts as an empty one. Throws `KeyferryError` (`settings`). */
  read(): Promise<Settings>;
  /**
   * Locks, reads again, lets `change` edit a draft, writes atomically, unlocks. If `change` throws, nothing is written.
   * Returns what `change` returned. Throws `KeyferryError` (`settings`).
   */
  update<T>(change: (draft: SettingsDraft) => T): Promise<T>;
}
