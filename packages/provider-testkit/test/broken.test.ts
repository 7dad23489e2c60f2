import { describe, expect, it } from "vitest";
import { BROKEN, type BrokenProvider, referenceHarness } from "../src/broken/index.ts";
import { LITTLE } from "../src/broken/reference-manifest.ts";
import { captureOutput } from "../src/cases/capture-output.ts";
import { CASES } from "../src/cases/index.ts";
import { runCases } from "../src/index.ts";

const ids = CASES.map(({ id }) => id);
/** Each starts a process of its own, for a fault that only the variants of the entry have. */
const LOADING = new Set(["load/lazy", "load/quiet"]);
/** These look at the whole process, so that nothing else may run beside them. */
const WHOLE_PROCESS = new Set(["dispose/handles", "leaks/output"]);

async function failingOf({ harness: make }: BrokenProvider, only: readonly string[]): Promise<readonly string[]> {
  const harness = make();
  try {
    const results = await runCases(harness, { only });
    return results.filter(({ state }) => state === "failed").map((one) => one.case);
  } finally {
    await harness.stop();
  }
}

describe("the reference", () => {
  it.each([{}, { capabilities: LITTLE }])("passes every case that applies to it (%#)", async (change) => {
    const results = await runCases(referenceHarness(change));
    expect(results.filter(({ state }) => state === "failed")).toEqual([]);
    expect(results.filter(({ state }) => state === "passed").length).toBeGreaterThan(40);
  });
});

it("there is a broken provider for every case", () => {
  expect(ids.filter((id) => !BROKEN.some(({ fails }) => fails === id))).toEqual([]);
});

describe("a broken provider", () => {
  const named = BROKEN.map((one) => [one.fails, one.fault, one] as const);

  it.concurrent.each(named.filter(([fails]) => !WHOLE_PROCESS.has(fails)))(
    "fails %s and no other case than it says: %s",
    async (fails, _, broken) => {
      const cases = ids.filter((id) => !WHOLE_PROCESS.has(id) && (LOADING.has(fails) || !LOADING.has(id)));
      const failing = await failingOf(broken, cases);
      expect(failing.toSorted()).toEqual([fails, ...broken.alsoFails].toSorted());
    },
  );

  it.each(named.filter(([fails]) => WHOLE_PROCESS.has(fails)))(
    "fails %s and no other case: %s",
    async (fails, _, broken) => {
      let failing: readonly string[] = [];
      await captureOutput(async () => {
        failing = await failingOf(
          broken,
          ids.filter((id) => !LOADING.has(id)),
        );
      });
      expect(failing).toEqual([fails]);
    },
  );

  it("fails no case about the whole process, unless it says so", async () => {
    for (const [fails, , broken] of named.filter((one) => !WHOLE_PROCESS.has(one[0]))) {
      expect([fails, ...(await failingOf(broken, [...WHOLE_PROCESS]))]).toEqual([fails]);
    }
  });
});
