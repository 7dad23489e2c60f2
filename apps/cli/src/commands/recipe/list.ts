import { type Define, examples } from "../../command.ts";
import type { RecipeJson } from "../../json.ts";
import { type ListOptions, printList } from "../list.ts";

/** `recipe list` */
export const define: Define = (command, invocation) => {
  command
    .option("--json", "print JSON")
    .addHelpText("after", examples("keyferry recipe list", "keyferry recipe list --json"))
    .action(async (options: ListOptions) => {
      const { recipes } = await invocation.keyferry();
      printList<RecipeJson>(invocation, options, await recipes.list(), {
        none: "no recipe is known here",
        columns: [
          { title: "RECIPE", cell: ({ id }) => id },
          { title: "WHAT", cell: ({ displayName }) => displayName },
          {
            title: "PROGRAMS",
            cell: ({ programs }) => programs.map(({ name, least = "" }) => `${name} ${least}`.trim()).join(", "),
          },
          { title: "PACKAGE", cell: (recipe) => recipe.package },
        ],
      });
    });
};
