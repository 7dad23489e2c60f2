import { join } from "node:path";
import type { FileSystem } from "../../../src/settings/file-system.ts";
import type { Form } from "../../../src/settings/forms.ts";
import { posixPlatform } from "../../../src/settings/guard-posix.ts";
import type { FolderLock } from "../../../src/settings/lock.ts";
import type { ConnectionDefinition, ProfileDefinition, SecretDefinition } from "../../../src/settings/model.ts";
import { FileSettingsStore } from "../../../src/settings/store.ts";

export const euid = process.geteuid?.() ?? 0;

export interface StoreParts {
  readonly machinePath?: string;
  readonly files?: FileSystem;
  readonly lock?: FolderLock;
  readonly forms?: readonly Form[];
}

export function storeAt(folder: string, parts: StoreParts = {}): FileSettingsStore {
  const { machinePath, ...others } = parts;
  // The administrator of tests is whoever runs them.
  return new FileSettingsStore({
    path: join(folder, "settings.json"),
    machinePath,
    platform: posixPlatform(euid, euid),
    ...others,
  });
}

export function connection(name: string): ConnectionDefinition {
  return {
    name,
    provider: "fake",
    fields: { region: "north" },
    auth: { method: "key", fields: {}, sources: { key: "env:KEY" } },
    confirmedOrigin: { region: "north" },
  };
}

export function secret(name: string, connectionId: string, more: Partial<SecretDefinition> = {}): SecretDefinition {
  return { name, connection: connectionId, remoteName: `remote/${name}`, type: "password", ...more };
}

export function profile(name: string, more: Partial<ProfileDefinition> = {}): ProfileDefinition {
  return { name, settings: {}, deliver: {}, ...more };
}
