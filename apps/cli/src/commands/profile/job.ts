import { InvalidArgumentError } from "commander";
import { programOf } from "../../args/program.ts";
import { type Define, examples } from "../../command.ts";
import { commandLine } from "../../output/command-line.ts";
import { usageError } from "../../usage-error.ts";

interface Options {
  readonly loginFailed?: readonly number[];
}

/** `profile job NAME -- PROGRAM ARGS` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile")
    .usage("<profile> -- PROGRAM ARGS")
    .option("--login-failed <codes>", "the exit codes by which the program says that a login failed: 5,6", exitCodes)
    .addHelpText(
      "after",
      `${examples("keyferry profile job nightly -- backup --all", "keyferry profile job mirror --login-failed 5 -- sshpass -d 3 rsync")}\nAfter such an exit code, a run is repeated once where the manager has a newer version of a secret.\n`,
    )
    .action(async (profile: string, { loginFailed }: Options) => {
      const job = programOf(invocation.tail);
      if (!job) throw usageError("the program is missing", "write -- PROGRAM ARGS at the end");
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
