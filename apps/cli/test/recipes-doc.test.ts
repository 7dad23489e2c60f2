import { readFileSync } from "node:fs";
import { RECIPES } from "@keyferry/jobs";
import { describe, expect, it } from "vitest";
import { renderRecipes } from "../scripts/render-recipes.ts";

describe("docs/recipes.md", () => {
  it("is what the recipes say; node apps/cli/scripts/recipes-doc.ts writes it", async () => {
    const page = readFileSync(new URL("../../../docs/recipes.md", import.meta.url), "utf8");
    expect(page).toBe(await renderRecipes());
  });

  it("has a section for every recipe", async () => {
    const page = await renderRecipes();
    for (const { id } of RECIPES) expect(page).toContain(`\n## ${id}\n`);
  });
});
