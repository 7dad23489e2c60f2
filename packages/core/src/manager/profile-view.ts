import { findSetting } from "../settings/catalogue.ts";
import { CATALOGUE, type CatalogueEntry } from "../settings/catalogue-entries.ts";
import { holdsPassword } from "../settings/holds-password.ts";
import type { ProfileDefinition, SecretDefinition } from "../settings/model.ts";
import type { CatalogueView, ProfileView, SettingView } from "./views.ts";

type SecretsById = ReadonlyMap<string, SecretDefinition>;

/**
 * Whether a literal may be shown: the setting takes one, and it is not an address with a password. A recipe says what its
 * own settings take; if it is not installed, the literal may be a password that somebody wrote into the file by hand.
 */
export function isPlainLiteral(key: string, literal: string, own: readonly CatalogueEntry[]): boolean {
  return findSetting(key, own)?.entry.literal === true && !holdsPassword(literal);
}

/**
 * A profile as a person sees it: the settings that have a value or a delivery, sorted. `own` are the settings that recipes
 * have beyond the catalogue.
 */
export function profileView(
  id: string,
  profile: ProfileDefinition,
  secrets: SecretsById,
  own: readonly CatalogueEntry[],
): ProfileView {
  const keys = new Set(keysOf(profile));
  return {
    id,
    name: profile.name,
    settings: [...keys].sort().map((key) => settingView(key, profile, secrets, own)),
    ...(profile.job === undefined ? {} : { job: profile.job }),
    ...(profile.timeLimit === undefined ? {} : { timeLimit: profile.timeLimit }),
    ...(profile.oneAtATime === undefined ? {} : { oneAtATime: profile.oneAtATime }),
  };
}

/**
 * The whole catalogue and the recipes' own settings, with the profile's values; then the settings that the profile has
 * for one side of a job.
 */
export function catalogueView(
  profile: ProfileDefinition,
  secrets: SecretsById,
  own: readonly CatalogueEntry[],
): CatalogueView[] {
  const keys = [...CATALOGUE, ...own].map(({ group, name }) => `${group}.${name}`);
  const sided = keysOf(profile).filter((key) => key.includes("/"));
  return [...keys, ...[...new Set(sided)].sort()].flatMap((key) => {
    const entry = findSetting(key, own)?.entry;
    if (entry === undefined) return [];
    const { group, description, takes, literal: takesLiteral } = entry;
    return [{ ...settingView(key, profile, secrets, own), group, description, takes, takesLiteral }];
  });
}

/** Settings that have a value, a delivery, or a slot for a value. */
function keysOf({ settings, deliver, slots }: ProfileDefinition): string[] {
  return [...Object.keys(settings), ...Object.keys(deliver), ...Object.keys(slots ?? {})];
}

function settingView(
  key: string,
  profile: ProfileDefinition,
  secrets: SecretsById,
  own: readonly CatalogueEntry[],
): SettingView {
  const { settings, deliver, slots } = profile;
  const value = settings[key];
  const delivery = deliver[key];
  const slot = value === undefined ? slots?.[key] : undefined;
  const host = value !== undefined && "secret" in value ? hostOf(profile, key) : undefined;
  return {
    setting: key,
    ...(value === undefined
      ? {}
      : "literal" in value
        ? isPlainLiteral(key, value.literal, own)
          ? { literal: value.literal }
          : { withheld: true as const }
        : { secret: secrets.get(value.secret)?.name ?? value.secret }),
    ...(slot === undefined ? {} : { slot: slot.secret }),
    ...(delivery === undefined ? {} : { deliver: delivery }),
    ...(host === undefined ? {} : { host }),
  };
}

/** The host that receives the secrets of a setting's group, as the profile's literal says. */
export function hostOf({ settings }: ProfileDefinition, key: string): string | undefined {
  const host = settings[key.replace(/\.[^.]*$/, ".host")];
  return host !== undefined && "literal" in host && !holdsPassword(host.literal) ? host.literal : undefined;
}
