import { type Failure, KeyferryError } from "../contract/failure.ts";
import type { Recipe, RecipeProgram } from "../contract/recipe.ts";

/**
 * Asks a program for its version. Resolves with what it printed, or undefined if it could not be started. No secret is
 * involved.
 */
export type ProgramProbe = (asked: {
  readonly program: string;
  readonly args: readonly string[];
  /** Variables of our environment that the program must not see. */
  readonly withheldVariables: readonly string[];
}) => Promise<string | undefined>;

/** How far the output is searched for a version, in characters. */
const LOOKED_AT = 4_096;

/**
 * Checks that a recipe's programs are installed and new enough. Throws `KeyferryError` (`program`, `unsupported`) with
 * all that fail.
 */
export async function checkPrograms(
  { id, programs }: Recipe,
  probe: ProgramProbe,
  withheldVariables: readonly string[],
): Promise<void> {
  const check = async (program: RecipeProgram): Promise<Failure[]> => {
    const args = program.versionArgs;
    const printed = await probe({ program: program.name, args, withheldVariables });
    const fault = programFault(program, printed);
    return fault === undefined ? [] : [{ ...fault, where: `recipe ${id}` }];
  };
  const [first, ...rest] = (await Promise.all(programs.map(check))).flat();
  if (first) throw new KeyferryError(first, ...rest);
}

function programFault(
  { name, versionPattern, least }: RecipeProgram,
  printed: string | undefined,
): Failure | undefined {
  if (printed === undefined) {
    const hint = "install it, or check the PATH";
    return { code: "program", message: `the program ${name} was not found, or cannot be started`, hint };
  }
  if (versionPattern === undefined || least === undefined) return undefined;
  const version = new RegExp(versionPattern, "m").exec(printed.slice(0, LOOKED_AT))?.[1];
  if (version === undefined) {
    const hint = `check that ${name} on the PATH is the program that the recipe means`;
    return { code: "unsupported", message: `${name} does not say its version as expected`, hint };
  }
  if (isAtLeast(version, least)) return undefined;
  return {
    code: "unsupported",
    message: `${name} is ${version}, and ${least} is the least that works`,
    hint: `update ${name}`,
  };
}

/** Compares versions made of numbers and dots; anything after the numbers is ignored. */
function isAtLeast(version: string, least: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
  const [given, wanted] = [numbers(version), numbers(least)];
  for (let at = 0; at < wanted.length; at++) {
    const difference = (given[at] ?? 0) - (wanted[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
