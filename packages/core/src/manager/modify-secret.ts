import { type Failure, KeyferryError } from "../contract/failure.ts";
import { findSetting } from "../settings/catalogue.ts";
import type { ProfileDefinition, SecretDefinition, SecretType } from "../settings/model.ts";
import { quote } from "../settings/quote.ts";
import type { NewSecret, SecretChanges } from "./use-cases.ts";

/** A definition with changes applied, as an input to be checked like a new one. Pure. */
export function changedSecret(before: SecretDefinition, connection: string, changes: SecretChanges): NewSecret {
  const key = changes.key ?? (changes.whole ? undefined : before.key);
  const version = changes.version === null ? undefined : (changes.version ?? before.version);
  const trimNewline = changes.trimNewline ?? before.trimNewline ?? false;
  return {
    name: before.name,
    connection,
    remoteName: before.remoteName,
    type: changes.type ?? before.type,
    ...(key === undefined ? {} : { key }),
    // A definition that used the whole value keeps doing so, whatever the value is.
    ...(changes.whole || (key === undefined && before.key === undefined) ? { whole: true } : {}),
    ...(version === undefined ? {} : { version }),
    ...(before.description === undefined ? {} : { description: before.description }),
    ...(trimNewline ? { trimNewline: true } : {}),
    ...(changes.unchecked ? { unchecked: true } : {}),
  };
}

/** Refuses (`rule`) a type that does not fit a setting which uses the secret, and names every such setting. */
export function refuseMisfits(
  id: string,
  name: string,
  type: SecretType,
  profiles: ReadonlyMap<string, ProfileDefinition>,
): void {
  const failures: Failure[] = [];
  for (const profile of profiles.values()) {
    for (const [setting, value] of Object.entries(profile.settings)) {
      if (!("secret" in value) || value.secret !== id) continue;
      const takes: readonly string[] = findSetting(setting)?.entry.takes ?? [type];
      if (takes.includes(type)) continue;
      failures.push({
        code: "rule",
        where: `profile ${profile.name}, ${setting}`,
        setting,
        secret: name,
        message: `it uses the secret ${quote(name)}, and takes ${takes.join(" or ")}, no ${type}`,
        hint: "let this profile stop using it first",
      });
    }
  }
  const [first, ...rest] = failures.slice(0, 10);
  if (first !== undefined) throw new KeyferryError(first, ...rest);
}
