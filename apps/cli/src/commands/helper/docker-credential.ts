import { type Define, examples } from "../../command.ts";
import { parts, placeOf, refuseTerminal } from "./answer.ts";

interface Options {
  readonly for: string;
  readonly username: string;
  readonly password: string;
}

const NOT_FOUND = 1;

/** `helper docker-credential --for URL --username REFERENCE --password REFERENCE get` */
export const define: Define = (command, invocation) => {
  command
    .argument("<operation>", "what docker asks for: get; store and erase do nothing, list gives none")
    .requiredOption("--for <url>", "the registry that the login is for; docker gets it for no other")
    .requiredOption("--username <reference>", "the user name")
    .requiredOption("--password <reference>", "the password or token")
    .addHelpText(
      "after",
      `${examples(
        "keyferry helper docker-credential --for https://registry.example \\\n    --username keyferry:registry-user --password keyferry:registry-token get",
      )}\nDocker starts a program docker-credential-NAME: put the command into a script of that name.\n`,
    )
    .action(async (operation: string, options: Options) => {
      if (operation === "list") return invocation.print("{}\n");
      if (operation === "store") invocation.say("nothing was stored: the login comes from the manager");
      if (operation !== "get") return;
      refuseTerminal(invocation);
      const place = placeOf(options.for);
      const { dockerRequestFits, NO_DOCKER_CREDENTIAL, writeDockerCredential } = await import("@keyferry/jobs");
      const server = (await invocation.world.readInput?.()) ?? "";
      if (!dockerRequestFits(server, place)) {
        invocation.print(NO_DOCKER_CREDENTIAL);
        invocation.exitCode = NOT_FOUND;
        return;
      }
      const { username, password } = options;
      const found = await parts(invocation, "docker-credential", { username, password });
      writeDockerCredential(server, found, (text) => invocation.print(text));
    });
};
