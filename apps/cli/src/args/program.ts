import { usageError } from "../usage-error.ts";

/** The program and its arguments, from what stands behind `--`; undefined where there is no `--`. */
export function programOf(
  tail: readonly string[] | undefined,
): { readonly program: string; readonly args: readonly string[] } | undefined {
  if (!tail) return undefined;
  const [program, ...args] = tail;
  if (!program) throw usageError("the program is missing after --", "write -- PROGRAM ARGS");
  return { program, args };
}
