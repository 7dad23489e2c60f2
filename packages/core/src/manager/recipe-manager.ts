import type { FoundRecipe, RecipeHost } from "../plugins/recipe-host.ts";
import { entryOf, findRecipe, waysOf } from "./recipes.ts";
import type { Recipes } from "./use-cases.ts";
import type { RecipeView } from "./views.ts";

/** The recipes that can be used here. No program is started and no package's code runs. */
export class RecipeManager implements Recipes {
  readonly #host: RecipeHost;

  constructor({ recipes }: { readonly recipes: RecipeHost }) {
    this.#host = recipes;
  }

  async list(): Promise<readonly RecipeView[]> {
    const { found } = await this.#host.recipes();
    return found.map(recipeView).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async get(id: string): Promise<RecipeView> {
    return recipeView(await findRecipe(this.#host, id));
  }
}

function recipeView({ recipe, package: name, version }: FoundRecipe): RecipeView {
  const { id, displayName, description, docsUrl, programs, settings, oneOf = [], loginFailed, notes } = recipe;
  return {
    id,
    displayName,
    description,
    docsUrl,
    ...(name === undefined ? {} : { package: name }),
    ...(version === undefined ? {} : { version }),
    programs: programs.map(({ name: program, least }) => ({
      name: program,
      ...(least === undefined ? {} : { least }),
    })),
    settings: settings.map((item) => {
      const entry = entryOf(item);
      return {
        setting: item.setting,
        description: entry?.description ?? "",
        takes: entry?.takes ?? [],
        required: item.required === true,
        ...(item.default === undefined ? {} : { default: item.default }),
        ways: waysOf(recipe, item.setting),
      };
    }),
    oneOf,
    loginFailed,
    notes,
  };
}
