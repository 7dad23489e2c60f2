import { type Define, examples } from "../../command.ts";
import { parts, placeOf, refuseTerminal } from "./answer.ts";

interface Options {
  readonly for: string;
  readonly username?: string;
  readonly password: string;
}

/** `helper git-credential --for URL --password REFERENCE [--username REFERENCE] get` */
export const define: Define = (command, invocation) => {
  command
    .argument("<operation>", "what git asks for: get; store and erase do nothing")
    .requiredOption("--for <url>", "the host that the login is for; git gets it for no other")
    .option("--username <reference>", "the user name; git takes the one of the URL otherwise")
    .requiredOption("--password <reference>", "the password or token")
    .addHelpText(
      "after",
      `${examples(
        "keyferry helper git-credential --for https://git.example --password keyferry:git-token get",
      )}\nTell git once:\n  git config --global credential.https://git.example.helper \\\n    '!keyferry helper git-credential --for https://git.example --password keyferry:git-token'\n`,
    )
    .action(async (operation: string, options: Options) => {
      // Nothing is stored here, and nothing could be erased.
      if (operation !== "get") return;
      refuseTerminal(invocation);
      const place = placeOf(options.for);
      const { gitRequestFits, writeGitCredential } = await import("@keyferry/jobs");
      const request = (await invocation.world.readInput?.()) ?? "";
      if (!gitRequestFits(request, place)) return;
      const { username, password } = options;
      const found = await parts(invocation, "git-credential", { username, password });
      const given = writeGitCredential(request, found, (text) => invocation.print(text));
      if (!given) invocation.say("git asks for another user's login: nothing was answered");
    });
};
