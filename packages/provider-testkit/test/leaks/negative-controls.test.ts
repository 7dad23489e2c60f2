import { expect, it } from "vitest";
import { negativeControls } from "../../src/leaks/index.ts";

it("a value that is planted in a sink is found, in every encoding that the sink can hold", async () => {
  const results = await negativeControls();
  expect(results.filter(({ found }) => !found)).toEqual([]);
  const cells = new Set(results.map(({ sink, encoding }) => `${sink} ${encoding}`));
  expect(results.length).toBeGreaterThan(cells.size);
  expect(new Set(results.map(({ encoding }) => encoding)).size).toBe(9);
  expect(new Set(results.map(({ sink }) => sink)).size).toBe(
    process.platform === "linux" ? 18 : process.platform === "win32" ? 14 : 16,
  );
});
