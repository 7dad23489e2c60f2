import { dirname, join } from "node:path";
import { isKeyferryError, type KeyferryError } from "../contract/failure.ts";
import type { Recipe } from "../contract/recipe.ts";
import { checkPlace, findPackages, notInstalled } from "./find-packages.ts";
import { pluginRoot } from "./locate.ts";
import { joinProblems, pluginError } from "./plugin-failure.ts";
import { isRecord, own, readCapped } from "./read-package.ts";
import { vetRecipe } from "./vet-recipe.ts";

/** A recipe and where it comes from. */
export interface FoundRecipe {
  readonly recipe: Recipe;
  /** The package that ships it; absent for the host's own recipes. */
  readonly package?: string;
  readonly version?: string;
}

/** Every recipe that can be used here, and what is wrong with listed packages whose recipes cannot be used. */
export interface Recipes {
  readonly found: readonly FoundRecipe[];
  readonly broken: readonly KeyferryError[];
}

/** Provides recipes: the host's own first, then those of the packages that the settings list. */
export interface RecipeHost {
  recipes(): Promise<Recipes>;
}

export interface RecipeHostOptions {
  /** The host's own recipes. */
  readonly given: () => Promise<readonly Recipe[]>;
  /** As for plugins. */
  readonly roots: readonly string[];
  /** The packages that the settings list. */
  readonly explicit: () => Promise<readonly string[]>;
}

/** The version of recipe files that this host reads. */
const SPOKEN = 1;

/** Finds recipes in packages, only below the given roots. A recipe file is data: none of its package's code runs. */
export class PackageRecipeHost implements RecipeHost {
  readonly #options: RecipeHostOptions;

  constructor(options: RecipeHostOptions) {
    this.#options = options;
  }

  async recipes(): Promise<Recipes> {
    const found: FoundRecipe[] = (await this.#options.given()).map((recipe) => ({ recipe }));
    const broken: KeyferryError[] = [];
    for (const name of await this.#options.explicit()) {
      try {
        for (const each of await this.#ofPackage(name)) {
          if (found.some(({ recipe }) => recipe.id === each.recipe.id)) {
            throw pluginError(
              { package: name },
              `the recipe ${each.recipe.id} is there already`,
              "list one of the two",
            );
          }
          found.push(each);
        }
      } catch (thrown) {
        if (!isKeyferryError(thrown)) throw thrown;
        broken.push(thrown);
      }
    }
    return { found, broken };
  }

  async #ofPackage(name: string): Promise<FoundRecipe[]> {
    const roots = this.#options.roots.map(pluginRoot);
    for await (const { root, path, facts } of findPackages(name, roots)) {
      const { version, recipes: marker } = facts;
      if (marker === undefined) return [];
      const identity = { package: name, version };
      const tell = "update it, or tell its publisher";
      if (marker.apiVersion !== SPOKEN) {
        const message = `its recipes are of contract ${marker.apiVersion}; this host reads ${SPOKEN}`;
        throw pluginError(identity, message, marker.apiVersion > SPOKEN ? "update Keyferry" : tell);
      }
      const file = join(dirname(path), marker.file);
      await checkPlace(identity, root, path, file);
      const given = await readRecipes(file).catch((thrown: Error) => {
        throw pluginError(identity, thrown.message, tell);
      });
      return given.map((each) => {
        const verdict = vetRecipe(each, marker.id);
        if ("problems" in verdict) throw pluginError(identity, joinProblems(verdict.problems), tell);
        return { recipe: verdict.recipe, ...identity };
      });
    }
    throw notInstalled(name, roots);
  }
}

/** The list in a recipe file. Throws a plain `Error` that says what is damaged, without a part of the file. */
async function readRecipes(path: string): Promise<readonly unknown[]> {
  const text = await readCapped(path, "its recipe file");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error("its recipe file is not JSON");
  }
  const list = isRecord(json) ? own(json, "recipes") : undefined;
  if (!Array.isArray(list)) throw new Error('its recipe file has no list "recipes"');
  return list;
}
