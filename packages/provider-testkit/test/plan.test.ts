import { expect, it } from "vitest";
import { BROKEN, referenceHarness } from "../src/broken/index.ts";
import { planCases, runCases } from "../src/index.ts";

const broken = (id: string) => {
  const found = BROKEN.find(({ fails }) => fails === id);
  if (found === undefined) throw new Error(`there is no broken provider for ${id}`);
  return found.harness();
};

it.each([
  ["names no case", { "fetch/odrer": "a reason" }],
  ["needs a reason", { "fetch/order": " " }],
  ["is not needed", { "fetch/masked": "it masks nothing" }],
])("a deviation %s: that is no plan", (message, deviations) => {
  expect(() => planCases(referenceHarness(), deviations)).toThrow(message);
});

it("a deviation lets a provider off one case, with its reason", async () => {
  const results = await runCases(broken("list/filter"), {
    deviations: { "list/filter": "its manager finds beginnings alone" },
    only: ["list/filter", "list/all"],
  });
  expect(results).toEqual([
    { case: "list/all", state: "passed" },
    { case: "list/filter", state: "deviates", why: "its manager finds beginnings alone" },
  ]);
});

it("a deviation that is not needed fails", async () => {
  const deviations = { "list/filter": "its manager finds beginnings alone" };
  const results = await runCases(referenceHarness(), { deviations, only: ["list/filter"] });
  expect(results).toMatchObject([{ case: "list/filter", state: "failed", why: expect.stringContaining("not needed") }]);
});

it("what a harness cannot provoke does not apply, and says why", () => {
  const { fault: _, faults: __, calls: ___, ...little } = referenceHarness();
  const why = new Map(planCases(little).flatMap((one) => (one.state === "applies" ? [] : [[one.case.id, one.why]])));
  expect(why.get("errors/html")).toBe("the harness has no fault html");
  expect(why.get("read-only/calls")).toBe("the harness has no calls");
});

it("a case leaves the store as it found it, and no fault behind", async () => {
  const harness = broken("fetch/order");
  await runCases(harness, { only: ["fetch/order", "errors/unavailable", "fetch/denied"] });
  expect(await runCases(harness, { only: ["list/empty", "fetch/value"] })).toEqual([
    { case: "fetch/value", state: "passed" },
    { case: "list/empty", state: "passed" },
  ]);
});

it("a failure tells no value", async () => {
  for (const id of ["payload/text", "leaks/errors", "leaks/logs", "list/shape"]) {
    const [result] = await runCases(broken(id), { only: [id] });
    expect(result?.state).toBe("failed");
    expect(result?.why).not.toMatch(/cnry_|p"a\$s|Grüße/);
  }
});
