import { findSetting } from "../settings/catalogue.ts";
import { CATALOGUE, type CatalogueEntry } from "../settings/catalogue-entries.ts";
import type { ProfileDefinition, SecretDefinition } from "../settings/model.ts";
import type { CatalogueView, ProfileView, SettingView } from "./views.ts";

type SecretsById = ReadonlyMap<string, SecretDefinition>;

/** A profile as a person sees it: what is set or delivered, sorted. */
export function profileView(id: string, profile: ProfileDefinition, secrets: SecretsById): ProfileView {
  const keys = new Set([...Object.keys(profile.settings), ...Object.keys(profile.deliver)]);
  return {
    id,
    name: profile.name,
    settings: [...keys].sort().map((key) => settingView(key, profile, secrets)),
    ...(profile.job === undefined ? {} : { job: profile.job }),
  };
}

/** The whole catalogue and the recipes' own settings with what a profile has; then what it has for one side of a job. */
export function catalogueView(
  profile: ProfileDefinition,
  secrets: SecretsById,
  own: readonly CatalogueEntry[],
): CatalogueView[] {
  const keys = [...CATALOGUE, ...own].map(({ group, name }) => `${group}.${name}`);
  const sided = [...Object.keys(profile.settings), ...Object.keys(profile.deliver)].filter((key) => key.includes("/"));
  return [...keys, ...[...new Set(sided)].sort()].flatMap((key) => {
    const entry = findSetting(key, own)?.entry;
    if (entry === undefined) return [];
    const { group, description, takes } = entry;
    return [{ ...settingView(key, profile, secrets), group, description, takes }];
  });
}

function settingView(key: string, { settings, deliver }: ProfileDefinition, secrets: SecretsById): SettingView {
  const value = settings[key];
  const delivery = deliver[key];
  return {
    setting: key,
    ...(value === undefined
      ? {}
      : "literal" in value
        ? { literal: value.literal }
        : { secret: secrets.get(value.secret)?.name ?? value.secret }),
    ...(delivery === undefined ? {} : { deliver: delivery }),
  };
}
