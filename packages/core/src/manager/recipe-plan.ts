import { type Failure, KeyferryError } from "../contract/failure.ts";
import type { Condition, Recipe } from "../contract/recipe.ts";
import type { Use } from "../resolve/resolver.ts";
import { argument } from "../settings/argument.ts";
import type { ProfileDefinition, RecipeJob, Settings } from "../settings/model.ts";
import { quote } from "../settings/quote.ts";
import { entryOf } from "./recipes.ts";
import { usesOf } from "./run-plan.ts";

/** What a run of a recipe needs, checked before anything is read. */
export interface RecipePlan {
  readonly recipe: Recipe;
  /** The person's own arguments. */
  readonly args: readonly string[];
  readonly uses: readonly Use[];
  /** Setting → literal, including the defaults of settings that are not set. */
  readonly literals: ReadonlyMap<string, string>;
}

/** Plans the run of a profile whose job is a recipe. Throws `KeyferryError` with everything that is wrong with it. */
export function planRecipe(
  settings: Settings,
  profile: ProfileDefinition,
  job: RecipeJob,
  recipe: Recipe,
  deliver: Readonly<Record<string, string>> = {},
): RecipePlan {
  const failures: Failure[] = [];
  const own = recipe.settings.flatMap((setting) => (setting.own ? (entryOf(setting) ?? []) : []));
  const uses = usesOf(settings, profile, failures, own);
  const literals = new Map<string, string>();
  for (const { setting, default: standard } of recipe.settings) {
    const value = profile.settings[setting];
    if (value !== undefined && "literal" in value) literals.set(setting, value.literal);
    else if (value === undefined && standard !== undefined) literals.set(setting, standard);
  }
  failures.push(
    ...settingFaults({ ...profile, deliver: { ...profile.deliver, ...deliver } }, recipe),
    ...literalFaults(profile, recipe, literals),
  );
  const [first, ...rest] = failures;
  if (first) throw new KeyferryError(first, ...rest);
  return { recipe, args: job.args, uses, literals };
}

function settingFaults(profile: ProfileDefinition, { id, settings, oneOf = [] }: Recipe): Failure[] {
  const isSet = (setting: string) => Object.hasOwn(profile.settings, setting);
  const taken = new Set(settings.map(({ setting }) => setting));
  const shows = `keyferry recipe show ${id} says what it takes`;
  const fault = (setting: string, message: string, hint: string): Failure => ({
    code: "rule",
    where: `profile ${profile.name}`,
    setting,
    message,
    hint,
  });
  const missing = settings.filter(({ setting, required }) => required && !isSet(setting));
  const groups = oneOf.filter((group) => group.filter(isSet).length !== 1);
  const foreign = Object.keys(profile.settings).filter((setting) => !taken.has(setting));
  const delivered = Object.keys(profile.deliver);
  return [
    ...missing.map(({ setting }) => fault(setting, `the recipe ${id} needs ${setting}, which is not set`, shows)),
    ...groups.map((group) => fault(group[0] ?? "", `the recipe ${id} needs one of ${group.join(", ")}`, shows)),
    ...foreign.map((setting) => fault(setting, `the recipe ${id} does not take ${setting}`, shows)),
    ...delivered.map((setting) =>
      fault(
        setting,
        `the recipe ${id} delivers its settings itself`,
        `take this one's delivery away: keyferry profile deliver ${argument(profile.name)} ${setting}=`,
      ),
    ),
  ];
}

/** A literal at the beginning of an argument must not be taken for an option by the program. */
function literalFaults(profile: ProfileDefinition, { args, settings }: Recipe, literals: ReadonlyMap<string, string>) {
  const leading = new Set(
    args.flatMap((argument) => {
      const first = "pieces" in argument ? argument.pieces[0] : undefined;
      return typeof first === "object" && "literal" in first ? [first.literal] : [];
    }),
  );
  return settings.flatMap(({ setting }): Failure[] => {
    const literal = literals.get(setting);
    if (literal === undefined || !leading.has(setting) || (literal !== "" && !literal.startsWith("-"))) return [];
    const message =
      literal === ""
        ? `${setting} is empty`
        : `${setting} is ${quote(literal)}, which the program would take for an option`;
    return [{ code: "rule", where: `profile ${profile.name}`, setting, message, hint: "set it to another text" }];
  });
}

/** Whether a part of a recipe counts, with these settings. */
export function counts({ when = [], unless = [] }: Condition, isSet: (setting: string) => boolean): boolean {
  return when.every(isSet) && !unless.some(isSet);
}
