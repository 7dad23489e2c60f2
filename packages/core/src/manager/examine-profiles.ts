import { type Failure, isKeyferryError } from "../contract/failure.ts";
import { parseDelivery } from "../contract/parse-delivery.ts";
import type { RecipeHost } from "../plugins/recipe-host.ts";
import { argument } from "../settings/argument.ts";
import { findSetting } from "../settings/catalogue.ts";
import type { CatalogueEntry } from "../settings/catalogue-entries.ts";
import { holdsPassword } from "../settings/holds-password.ts";
import type { ProfileDefinition, Settings } from "../settings/model.ts";
import type { Finding } from "./oversight.ts";
import { findRecipe, ownSettingsOf } from "./recipes.ts";
import { usesOf } from "./run-plan.ts";

/** What of a profile a run would refuse before it reads anything, and what was written into its file by hand. A profile may be unfinished. */
export async function examineProfiles(settings: Settings, recipes: RecipeHost): Promise<readonly Finding[]> {
  const { profiles } = settings;
  if (profiles.size === 0) return [];
  const own = await ownSettingsOf(recipes, profiles.values());
  const failures: Failure[] = [];
  for (const profile of profiles.values()) {
    const { slots: _, ...bound } = profile;
    usesOf(settings, bound, failures, own);
    failures.push(
      ...hiddenLiterals(profile, own),
      ...wrongDeliveries(profile),
      ...(await missingRecipe(profile, recipes)),
    );
  }
  if (failures.length > 0) {
    return failures.map(({ where, message, hint }) => ({
      area: "profiles",
      level: "error",
      message: where === undefined ? message : `${where}: ${message}`,
      ...(hint === undefined ? {} : { remedy: hint }),
    }));
  }
  return [{ area: "profiles", level: "ok", message: "what they use, and how it is delivered, is known here" }];
}

/** A literal that is shown nowhere: an address with a password, or one of a setting that no recipe here has, so that what it takes cannot be told. */
function hiddenLiterals({ name, settings }: ProfileDefinition, own: readonly CatalogueEntry[]): Failure[] {
  return Object.entries(settings).flatMap(([setting, value]): Failure[] => {
    if (!("literal" in value)) return [];
    const where = `profile ${name}, ${setting}`;
    const unset = `keyferry profile unset ${argument(name)} ${setting}`;
    if (holdsPassword(value.literal)) {
      return [
        { code: "settings", where, message: "the address here holds a password", hint: `take it away: ${unset}` },
      ];
    }
    if (findSetting(setting, own) !== undefined) return [];
    return [
      {
        code: "settings",
        where,
        message: "a literal stands here, and no recipe here has this setting",
        hint: `list the recipe's package in the settings, or take it away: ${unset}`,
      },
    ];
  });
}

function wrongDeliveries({ name, deliver }: ProfileDefinition): readonly Failure[] {
  return Object.entries(deliver).flatMap(([setting, delivery]) =>
    failuresOf(() => parseDelivery(delivery)).map((failure) => ({ ...failure, where: `profile ${name}, ${setting}` })),
  );
}

function failuresOf(step: () => unknown): readonly Failure[] {
  try {
    step();
    return [];
  } catch (error) {
    if (!isKeyferryError(error)) throw error;
    return error.failures;
  }
}

async function missingRecipe({ name, job }: ProfileDefinition, recipes: RecipeHost): Promise<readonly Failure[]> {
  if (job === undefined || !("recipe" in job)) return [];
  try {
    await findRecipe(recipes, job.recipe);
    return [];
  } catch (error) {
    if (!isKeyferryError(error)) throw error;
    return error.failures.map((failure) => ({ ...failure, where: failure.where ?? `profile ${name}` }));
  }
}
