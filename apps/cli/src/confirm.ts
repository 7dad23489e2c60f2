import type { Invocation } from "./invocation.ts";
import { usageError } from "./usage-error.ts";

/** How a command that shows first and writes then is told to go on. */
export interface ConfirmOptions {
  readonly dryRun?: true;
  readonly yes?: true;
}

/**
 * Whether to write what was shown: not with `--dry-run`, at once with `--yes`, else as the person at the terminal says. Throws
 * `KeyferryError` (`usage`) where nobody can be asked.
 */
export async function confirmed(
  { world }: Invocation,
  { dryRun, yes }: ConfirmOptions,
  message: string,
): Promise<boolean> {
  if (dryRun) return false;
  if (yes) return true;
  if (!world.prompter)
    throw usageError(
      "nobody is here to confirm it, so nothing was written",
      "look at it with --dry-run, then add --yes",
    );
  const choices = [
    { name: "no", value: false },
    { name: "yes", value: true },
  ];
  return world.prompter.choose({ message, choices });
}
