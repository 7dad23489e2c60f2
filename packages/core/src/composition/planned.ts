import { type JobInput, plainPayload, type SealedValue } from "../contract/job.ts";
import type { Recipe } from "../contract/recipe.ts";
import { findNamed } from "../manager/named.ts";
import { recipeJob } from "../manager/recipe-job.ts";
import { planRecipe } from "../manager/recipe-plan.ts";
import { findRecipe, ownSettings } from "../manager/recipes.ts";
import { planAdHoc, planRun, type RunPlan } from "../manager/run-plan.ts";
import type { RecipeHost } from "../plugins/recipe-host.ts";
import type { Use } from "../resolve/resolver.ts";
import { isForeign } from "../settings/catalogue.ts";
import type { Settings } from "../settings/model.ts";
import type { AdHocRequest, RunRequest } from "./keyferry.ts";

/** Values by the settings that use them; empty texts if only the plan is wanted. */
type Values = ReadonlyMap<string, SealedValue | string>;

/** A run that has been checked, before anything is read. */
export interface Planned {
  readonly uses: readonly Use[];
  /** The recipe that the job comes from. */
  readonly recipe?: Recipe;
  /** The job with these values filled in. */
  job(values: Values): Omit<JobInput, "withheldVariables">;
}

/** Plans a run of any kind. Throws `KeyferryError` with everything that is wrong with it. */
export async function planned(
  settings: Settings,
  request: RunRequest | AdHocRequest,
  recipes: RecipeHost,
): Promise<Planned> {
  if ("env" in request) return programRun(planAdHoc(settings, request.env, request.job, request.literals));
  const { profile: name, deliver, job } = request;
  const [, profile] = findNamed("profile", settings.profiles, name);
  if (job || !profile.job || "program" in profile.job) {
    const named = [...Object.keys(profile.settings), ...Object.keys({ ...profile.deliver, ...deliver })];
    // Recipes are asked only for what the catalogue does not have.
    const own = named.some(isForeign) ? await ownSettings(recipes) : [];
    return programRun(planRun(settings, name, { ...(deliver ? { deliver } : {}), ...(job ? { job } : {}) }, own));
  }
  const { recipe } = await findRecipe(recipes, profile.job.recipe);
  const plan = planRecipe(settings, profile, profile.job, recipe, deliver);
  return { uses: plan.uses, recipe, job: (values) => recipeJob(plan, values) };
}

function programRun({ uses, literals, job }: RunPlan): Planned {
  return {
    uses: uses.map(({ use }) => use),
    job: (values) => ({
      ...job,
      payloads: [
        ...uses.map(({ use, delivery }) => plainPayload(use.setting, delivery, values.get(use.setting) ?? "")),
        ...literals.map(({ setting, delivery, literal }) => plainPayload(setting, delivery, literal)),
      ],
    }),
  };
}
