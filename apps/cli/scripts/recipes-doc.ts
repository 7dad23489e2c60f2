import { writeFileSync } from "node:fs";
import { renderRecipes } from "./render-recipes.ts";

// Writes docs/recipes.md. A test of this package fails where the page and the recipes differ.
writeFileSync(new URL("../../../docs/recipes.md", import.meta.url), await renderRecipes());
