import { formatDelivery } from "../contract/delivery.ts";
import { KeyferryError } from "../contract/failure.ts";
import type { Recipe, RecipeSetting } from "../contract/recipe.ts";
import type { FoundRecipe, RecipeHost } from "../plugins/recipe-host.ts";
import { findSetting, isForeign, SIDES } from "../settings/catalogue.ts";
import type { CatalogueEntry } from "../settings/catalogue-entries.ts";
import type { ProfileDefinition } from "../settings/model.ts";
import { unknownName } from "../settings/unknown-name.ts";

/**
 * The recipe with this id. Throws `KeyferryError` (`unknown-name`) with the nearest ids, and reports packages whose
 * recipes could not be read (`plugin`).
 */
export async function findRecipe(host: RecipeHost, id: string): Promise<FoundRecipe> {
  const { found, broken } = await host.recipes();
  const match = found.find(({ recipe }) => recipe.id === id);
  if (match !== undefined) return match;
  const ids = found.map(({ recipe }) => recipe.id);
  const failures = [unknownName("recipe", id, ids, "keyferry recipe list"), ...broken].flatMap((each) => each.failures);
  const [first, ...rest] = failures;
  throw first === undefined
    ? unknownName("recipe", id, ids, "keyferry recipe list")
    : new KeyferryError(first, ...rest);
}

/** The settings that recipes define beyond the catalogue, as catalogue entries. */
export async function ownSettings(host: RecipeHost): Promise<CatalogueEntry[]> {
  const entries = new Map<string, CatalogueEntry>();
  for (const { recipe } of (await host.recipes()).found) {
    for (const setting of recipe.settings) {
      const entry = ownEntry(setting);
      if (entry !== undefined) entries.set(`${entry.group}.${entry.name}`, entry);
    }
  }
  return [...entries.values()];
}

/** The same, but recipes are only read if one of these profiles has a setting that the catalogue lacks. */
export async function ownSettingsOf(
  host: RecipeHost,
  profiles: Iterable<ProfileDefinition>,
): Promise<CatalogueEntry[]> {
  for (const { settings } of profiles) if (Object.keys(settings).some(isForeign)) return ownSettings(host);
  return [];
}

/** The catalogue entry of a recipe's setting, wherever it is declared. */
export function entryOf(setting: RecipeSetting): CatalogueEntry | undefined {
  return ownEntry(setting) ?? findSetting(setting.setting)?.entry;
}

function ownEntry({ setting, own }: RecipeSetting): CatalogueEntry | undefined {
  if (own === undefined) return undefined;
  const side = SIDES.find((each) => setting.startsWith(`${each}/`));
  const [group = "", name = ""] = (side === undefined ? setting : setting.slice(side.length + 1)).split(".");
  const { description, takes, commands } = own;
  const secret = takes === "literal" ? [] : [takes];
  const isLiteral = takes === "literal" || takes === "username";
  return { group, name, description, takes: secret, literal: isLiteral, ...(commands ? { commands } : {}) };
}

/** How a setting reaches the program: its deliveries, or `argument` and `variable` for a literal. */
export function waysOf(recipe: Recipe, setting: string): string[] {
  const ways = new Set<string>();
  for (const { delivery, parts } of recipe.payloads) {
    if (parts.some((part) => typeof part !== "string" && "setting" in part && part.setting === setting)) {
      ways.add(formatDelivery(delivery));
    }
  }
  const named = (pieces: readonly unknown[]) =>
    pieces.some(
      (piece) => typeof piece === "object" && piece !== null && "literal" in piece && piece.literal === setting,
    );
  if (recipe.args.some((argument) => "pieces" in argument && named(argument.pieces))) ways.add("argument");
  if (recipe.environment?.some(({ pieces }) => named(pieces))) ways.add("variable");
  return [...ways];
}
