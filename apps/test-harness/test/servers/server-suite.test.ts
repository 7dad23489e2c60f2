import { FAULT_KINDS, planCases } from "@keyferry/provider-testkit";
import { referenceHarness } from "@keyferry/provider-testkit/broken";
import { expect, it } from "vitest";
import { withReasons } from "../../src/servers/conformance/server-suite.ts";
import { SERVERS } from "../../src/servers/table.ts";

it("what the harness lacks is told with the server's own reason", () => {
  const lacking = (what: string) => ({
    case: "one",
    state: "not applicable" as const,
    why: `the harness has no ${what}`,
  });
  const results = [
    lacking("deny"),
    lacking("fault delay"),
    { case: "two", state: "not applicable" as const, why: "versions is not declared" },
    { case: "three", state: "failed" as const, why: "the harness has no mercy" },
  ];
  expect(withReasons(results, { deny: "it cannot", otherwise: "it never waits" }).map(({ why }) => why)).toEqual([
    "the harness has no deny: it cannot",
    "the harness has no fault delay: it never waits",
    "versions is not declared",
    "the harness has no mercy",
  ]);
});

it("each server runs the suite in one way, lets off known cases alone, and gives reasons for what there is to lack", async () => {
  const ids = new Set(planCases(referenceHarness({})).map((planned) => planned.case.id));
  const members = new Set(["deny", "calls", "seedMany", "otherCredentials", "otherwise", ...FAULT_KINDS]);
  for (const row of SERVERS) {
    if (row.kind !== "server") continue;
    const { open, run, deviations = {}, cannot } = (await row.load()).suite;
    expect([open, run].filter((way) => way !== undefined)).toHaveLength(1);
    for (const id of Object.keys(deviations)) expect(ids).toContain(id);
    for (const member of Object.keys(cannot)) expect(members).toContain(member);
  }
});
