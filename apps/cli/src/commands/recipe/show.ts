import type { RecipeSettingView, RecipeView } from "@keyferry/core";
import { type Define, examples } from "../../command.ts";
import type { RecipeJson } from "../../json.ts";
import { jsonText } from "../../output/printable.ts";
import { record, table } from "../../output/table.ts";
import type { ListOptions } from "../list.ts";

/** `recipe show RECIPE` */
export const define: Define = (command, invocation) => {
  command
    .argument("<recipe>", "the recipe")
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry recipe show sftp"))
    .action(async (id: string, options: ListOptions) => {
      const { recipes } = await invocation.keyferry();
      const recipe: RecipeJson = await recipes.get(id);
      if (options.json) return invocation.print(jsonText(recipe));
      const { stdout } = invocation.world;
      const notes = recipe.notes.map((note) => ["note", note] as const);
      const needs = recipe.programs.map(
        ({ name, least }) => ["needs", least === undefined ? name : `${name} ${least} or later`] as const,
      );
      const failed = recipe.loginFailed.length > 0 ? recipe.loginFailed.join(", ") : undefined;
      invocation.print(
        record(stdout, [
          ["recipe", recipe.id],
          ["what", recipe.description],
          ["manual", recipe.docsUrl],
          ["package", recipe.package],
          ...needs,
          ["a failed login ends with", failed],
          ...notes,
        ]),
      );
      const settings = table<RecipeSettingView>(
        stdout,
        [
          { title: "SETTING", cell: ({ setting }) => setting },
          { title: "TAKES", cell: ({ takes }) => takes.join(", ") || "a literal" },
          { title: "REQUIRED", cell: (setting) => requiredness(setting, recipe) },
          { title: "WAY", cell: ({ ways }) => ways.join(", ") },
          { title: "WHAT", cell: ({ description }) => description },
        ],
        recipe.settings,
      );
      invocation.print(`\n${settings}`);
    });
};

function requiredness({ setting, required, default: standard }: RecipeSettingView, { oneOf }: RecipeView): string {
  const group = oneOf.find((each) => each.includes(setting));
  if (group) return `one of ${group.join(", ")}`;
  if (required) return "yes";
  return standard === undefined ? "no" : `no: ${standard}`;
}
