import { createKeyferry, type RecipeSettingView, type RecipeView } from "@keyferry/core";
import { RECIPES } from "@keyferry/jobs";

/** The text of docs/recipes.md: what `recipe show` says of every recipe that Keyferry brings. */
export async function renderRecipes(): Promise<string> {
  // A file that does not exist: the settings name no package.
  const keyferry = await createKeyferry({ settings: "/keyferry-docs/settings.json", recipes: async () => RECIPES });
  const recipes = await keyferry.recipes.list();
  await keyferry.dispose();
  return `<!-- Written by apps/cli/scripts/recipes-doc.ts from the recipes of @keyferry/jobs. Do not edit. -->

# Recipes

A recipe is what Keyferry knows of a real program: which settings it takes, which version it needs, and which delivery each
value takes. \`keyferry profile job PROFILE --recipe RECIPE -- ARGS\` makes it a profile's job; ARGS are the program's own arguments, the
rest comes from the settings. Before anything is read, a run checks that the settings are there and that the program is there and new
enough. [Deliveries](deliveries.md) says what was seen of each value when the recipes were tried, and
[Writing recipes](writing-recipes.md) how a package ships its own.

| recipe | for | needs |
| --- | --- | --- |
${recipes.map((recipe) => `| [\`${recipe.id}\`](#${recipe.id}) | ${recipe.displayName} | ${needs(recipe)} |`).join("\n")}

${recipes.map(section).join("\n\n")}
`;
}

function section(recipe: RecipeView): string {
  const { id, description, docsUrl, settings, loginFailed, notes } = recipe;
  const failed =
    loginFailed.length === 0
      ? "The program's exit code does not reveal a failed login."
      : `A failed login gives exit code ${loginFailed.join(" or ")}.`;
  const rows = settings.map((setting) => row(setting, recipe));
  return `## ${id}

${description} Needs ${needs(recipe)} ([manual](${docsUrl})). ${failed}

| setting | takes | required | way |
| --- | --- | --- | --- |
${rows.join("\n")}

${notes.map((note) => `- ${note}`).join("\n")}`.trimEnd();
}

function row({ setting, takes, required, default: standard, ways }: RecipeSettingView, { oneOf }: RecipeView): string {
  const group = oneOf.find((each) => each.includes(setting));
  const need = group
    ? `one of ${code(group)}`
    : required
      ? "yes"
      : standard === undefined
        ? "no"
        : `no: \`${standard}\``;
  return `| \`${setting}\` | ${takes.join(", ") || "a literal"} | ${need} | ${code(ways)} |`;
}

function needs({ programs }: RecipeView): string {
  return programs.map(({ name, least }) => (least === undefined ? `\`${name}\`` : `\`${name}\` ${least}`)).join(", ");
}

function code(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(", ");
}
