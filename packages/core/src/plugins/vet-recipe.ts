import type { Recipe } from "../contract/recipe.ts";
import { type Plain, plainCopy } from "./plain-copy.ts";
import { checkShape, isText, rules } from "./shape.ts";
import { id, isSetting, vetParts } from "./vet-recipe-parts.ts";

const CAPS = { depth: 10, nodes: 20_000, chars: 200_000 };
const RECIPE = {
  id,
  displayName: rules.text(100),
  description: rules.text(2_000),
  docsUrl: { fits: (value: Plain) => isText(value, 500) && /^https?:\/\/\S+$/.test(value), says: "an http(s) address" },
  programs: rules.list(1, 10),
  settings: rules.list(1, 100),
  oneOf: rules.optional(rules.list(1, 20, (item) => Array.isArray(item) && item.length > 1 && item.every(isSetting))),
  args: rules.list(0, 200),
  environment: rules.optional(rules.list(0, 50)),
  payloads: rules.list(0, 20),
  loginFailed: rules.list(0, 20, (item) => Number.isInteger(item) && Number(item) > 0 && Number(item) < 256),
  notes: rules.list(0, 20, (item) => isText(item, 2_000)),
};
/** The recipe to use from here on, or everything that is wrong with the given one. */
export type RecipeVerdict = { readonly recipe: Recipe } | { readonly problems: readonly string[] };

/**
 * Copies a recipe into frozen data and checks the copy: its shape, that everything it refers to exists, and that no
 * secret is in an argument or beside a value. `owner` is the package's id, with which its own names must begin. Never
 * throws.
 */
export function vetRecipe(given: unknown, owner: string): RecipeVerdict {
  let copy: Plain;
  try {
    copy = plainCopy(given, CAPS);
  } catch {
    return { problems: ["a recipe must be plain data of a reasonable size"] };
  }
  const problems: string[] = [];
  if (checkShape(copy, RECIPE, "recipe", problems)) vetParts(copy, owner, problems);
  // The only place where checked data gets its type.
  return problems.length > 0 ? { problems } : { recipe: copy as unknown as Recipe };
}
