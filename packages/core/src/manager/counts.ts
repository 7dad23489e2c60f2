import type { Condition } from "../contract/recipe.ts";

/** Whether a part of a recipe counts, with these settings. */
export function counts({ when = [], unless = [] }: Condition, isSet: (setting: string) => boolean): boolean {
  return when.every(isSet) && !unless.some(isSet);
}
