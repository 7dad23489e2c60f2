import { type Define, examples } from "../command.ts";
import type { PolicyJson } from "../json.ts";
import { jsonText, printableLines } from "../output/printable.ts";
import type { ListOptions } from "./list.ts";

/** `policy PROFILE` */
export const define: Define = (command, invocation) => {
  command
    .argument("<profile>", "the profile whose secrets are to be read")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry policy nightly", "keyferry policy nightly --json"))
    .action(async (profile: string, options: ListOptions) => {
      const { policies } = await invocation.keyferry();
      const views: readonly PolicyJson[] = await policies.ofProfile(profile);
      if (options.json) invocation.print(jsonText(views));
      else if (views.length === 0) invocation.say("the profile uses no secret, so it needs no right");
      else for (const view of views) invocation.print(text(view));
    });
};

function text({ connection, provider, documents }: PolicyJson): string {
  const parts = documents.map((each) => `${each.title}:\n\n${each.text}\n`);
  return printableLines(`For the login of connection ${connection} (${provider})\n\n${parts.join("\n")}`);
}
