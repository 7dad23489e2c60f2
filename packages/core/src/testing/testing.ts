/**
 * `@keyferry/core/testing`: what test kits of providers need of the host, and no more. It loads neither the container nor
 * a run-time dependency.
 */

export { vetPlugin } from "../plugins/vet.ts";
export { type RecipeVerdict, vetRecipe } from "../plugins/vet-recipe.ts";
export { createTestHost, type TestHost, type TestHostOptions } from "./test-host.ts";
