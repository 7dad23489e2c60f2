import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderErrors } from "../scripts/render-errors.ts";

it("docs/errors.md is what the tables say (node apps/cli/scripts/errors-doc.ts writes it)", () => {
  expect(readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8")).toBe(renderErrors());
});
