import { InvalidArgumentError } from "commander";
import { requiredJob } from "../../args/job.ts";
import { type Define, examples } from "../../command.ts";
import { commandLine } from "../../output/command-line.ts";
import { usageError } from "../../usage-error.ts";

interface Options {
  readonly recipe?: string;
  readonly loginFailed?: readonly number[];
}

/** `profile job NAME (--recipe RECIPE [-- ARGS] | -- PROGRAM ARGS)` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .usage("<profile> (--recipe RECIPE [-- ARGS] | -- PROGRAM ARGS)")
    .option("--recipe <recipe>", "what Keyferry knows of a program: keyferry recipe list")
    .option("--login-failed <codes>", "the exit codes by which the program says that a login failed: 5,6", exitCodes)
    .addHelpText(
      "after",
      `${examples(
        "keyferry profile job nightly -- backup --all",
        "keyferry profile job nightly --recipe restic -- backup /home",
        "keyferry profile job mirror --login-failed 5 -- sshpass -d 3 rsync",
      )}\nAfter such an exit code, a run is repeated once where the manager has a newer version of a secret.\n`,
    )
    .action(async (profile: string, { recipe, loginFailed }: Options) => {
      const job = requiredJob(recipe, invocation.tail);
      if (recipe !== undefined && loginFailed)
        throw usageError("a recipe knows its exit codes", "leave --login-failed out");
      const { profiles } = await invocation.keyferry();
      const changed = await profiles.setJob(profile, { ...job, ...(loginFailed ? { loginFailed } : {}) });
      invocation.say(`${changed.name} runs ${commandLine(job)}`);
    });
};

function exitCodes(text: string): readonly number[] {
  const codes = text.split(",").map(Number);
  if (codes.every((code) => Number.isInteger(code) && code >= 1 && code <= 255)) return codes;
  throw new InvalidArgumentError("write numbers from 1 to 255, with commas between them");
}
