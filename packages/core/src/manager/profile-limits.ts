import { KeyferryError } from "../contract/failure.ts";
import type { ProfileDefinition } from "../settings/model.ts";
import type { ProfileLimits } from "./use-cases.ts";

/** About 23 days: the longest time that a timer can wait. */
const LONGEST_SECONDS = 2_000_000;

/** Throws `KeyferryError` (`usage`). */
export function checkLimits({ timeLimit }: ProfileLimits): void {
  if (timeLimit === undefined || timeLimit === null) return;
  if (Number.isInteger(timeLimit) && timeLimit >= 1 && timeLimit <= LONGEST_SECONDS) return;
  throw new KeyferryError({
    code: "usage",
    message: "a time limit is a whole number of seconds, from one second to 23 days",
    hint: "write it as 90s, 15m, 2h or 1d",
  });
}

/** The profile with other limits. */
export function withLimits(profile: ProfileDefinition, limits: ProfileLimits): ProfileDefinition {
  const { timeLimit: oldLimit, oneAtATime: oldOne, ...rest } = profile;
  const timeLimit = limits.timeLimit === undefined ? oldLimit : (limits.timeLimit ?? undefined);
  const oneAtATime = limits.oneAtATime ?? oldOne;
  return { ...rest, ...(timeLimit === undefined ? {} : { timeLimit }), ...(oneAtATime ? { oneAtATime } : {}) };
}
