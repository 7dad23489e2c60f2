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

/** Where settings rest. */
export interface SettingsStore {
  /** Absolute path of `settings.json`, for messages and for resolving plugins beside it. */
  readonly path: string;
  /** Reads all of it. An absent file is an empty reading. Throws `KeyferryError` (`settings`). */
  read(): Promise<Settings>;
  /**
   * Lock, re-read, change the draft, write atomically, unlock. `change` may throw: nothing is written then. Returns what
   * `change` returned. Throws `KeyferryError` (`settings`).
   */
  update<T>(change: (draft: SettingsDraft) => T): Promise<T>;
}
