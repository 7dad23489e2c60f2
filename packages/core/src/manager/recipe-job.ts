import type { JobInput, JobPayload, JobWord, PayloadPart, SealedValue } from "../contract/job.ts";
import type { RecipePart, RecipePayload, RecipePiece } from "../contract/recipe.ts";
import { counts } from "./counts.ts";
import type { RecipePlan } from "./recipe-plan.ts";

/** Turns a planned recipe and its values into a job. Pure: no value is opened. */
export function recipeJob(
  { recipe, args, literals }: RecipePlan,
  values: ReadonlyMap<string, SealedValue | string>,
): Omit<JobInput, "withheldVariables"> {
  const isSet = (setting: string) => values.has(setting) || literals.has(setting);
  const word = (pieces: readonly RecipePiece[]): JobWord =>
    pieces.map((piece) => {
      if (typeof piece === "string") return piece;
      return "path" in piece ? { placeOf: piece.path } : (literals.get(piece.literal) ?? "");
    });
  const variables = (recipe.environment ?? []).filter((variable) => counts(variable, isSet));
  return {
    program: recipe.programs[0].name,
    args: recipe.args.flatMap((argument): JobWord[] => {
      if ("extra" in argument) return [...args];
      return counts(argument, isSet) ? [word(argument.pieces)] : [];
    }),
    payloads: recipe.payloads.flatMap((payload) =>
      counts(payload, isSet)
        ? [jobPayload(payload, isSet, (setting) => values.get(setting) ?? literals.get(setting))]
        : [],
    ),
    loginFailed: recipe.loginFailed,
    variables: Object.fromEntries(variables.map(({ name, pieces }) => [name, word(pieces)])),
  };
}

function jobPayload(
  { id, delivery, parts }: RecipePayload,
  isSet: (setting: string) => boolean,
  valueFor: (setting: string) => SealedValue | string | undefined,
): JobPayload {
  const counted = parts.filter((part) => typeof part === "string" || counts(part, isSet));
  return { id, delivery, parts: counted.flatMap((part) => jobPart(part, valueFor)) };
}

function jobPart(part: RecipePart, valueFor: (setting: string) => SealedValue | string | undefined): PayloadPart[] {
  if (typeof part === "string") return [part];
  if ("text" in part) return [part.text];
  const value = valueFor(part.setting);
  return value === undefined ? [] : [{ setting: part.setting, value, encoding: part.as }];
}
