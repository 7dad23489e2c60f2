import { expect, it } from "vitest";
import { matrixTable } from "../src/index.ts";

it("is a table of cases and providers, with every reason below it", () => {
  const table = matrixTable([
    { provider: "one", cases: [{ case: "fetch/order", state: "passed" }] },
    {
      provider: "two",
      cases: [
        { case: "fetch/order", state: "deviates", why: "its manager has no order" },
        { case: "fetch/masked", state: "not applicable", why: "masksMissing is not declared" },
        { case: "list/all", state: "failed", why: "1 of 3 names are not listed" },
      ],
    },
  ]);
  expect(table.split("\n")).toEqual([
    "| case | one | two |",
    "| --- | --- | --- |",
    "| `fetch/order` | yes | deviates |",
    "| `fetch/masked` | – | – |",
    "| `list/all` | – | NO |",
    "",
    "- two, deviates: `fetch/order`: its manager has no order",
    "- two, not applicable: `fetch/masked`: masksMissing is not declared",
    "- two, failed: `list/all`: 1 of 3 names are not listed",
    "",
  ]);
});
