import type { ProfileLimits } from "@keyferry/core";
import { durationText, seconds } from "../../args/duration.ts";
import { type Define, examples } from "../../command.ts";
import { usageError } from "../../usage-error.ts";

interface Options {
  readonly timeLimit?: number | false;
  readonly oneAtATime?: boolean;
}

/** `profile limit NAME [--time-limit DURATION] [--one-at-a-time]` */
export const define: Define = (command, invocation) => {
  command
    .argument("<name>", "the profile")
    .option("--time-limit <duration>", "tell the job to end after 90s, 15m, 2h or 1d", seconds)
    .option("--no-time-limit", "let the job take its time")
    .option("--one-at-a-time", "refuse a run while another one is not over")
    .option("--no-one-at-a-time", "let runs go side by side")
    .addHelpText("after", examples("keyferry profile limit nightly --time-limit 2h --one-at-a-time"))
    .action(async (name: string, { timeLimit, oneAtATime }: Options) => {
      const limits: ProfileLimits = {
        ...(timeLimit === undefined ? {} : { timeLimit: timeLimit === false ? null : timeLimit }),
        ...(oneAtATime === undefined ? {} : { oneAtATime }),
      };
      if (Object.keys(limits).length === 0)
        throw usageError("nothing was asked for", "give --time-limit or --one-at-a-time");
      const { profiles } = await invocation.keyferry();
      const profile = await profiles.limit(name, limits);
      const limit =
        profile.timeLimit === undefined ? "no time limit" : `a time limit of ${durationText(profile.timeLimit)}`;
      const side = profile.oneAtATime ? "one run at a time" : "runs side by side";
      invocation.say(`profile ${profile.name}: ${limit}, ${side}`);
    });
};
