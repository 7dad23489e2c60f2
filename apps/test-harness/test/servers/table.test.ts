import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hasFailed, type Outcome } from "../../src/servers/outcome.ts";
import { formatReport } from "../../src/servers/report.ts";
import { SERVERS, type ServerRow } from "../../src/servers/table.ts";

const row: ServerRow = {
  kind: "server",
  id: "acme",
  provider: "acme",
  product: "Acme",
  from: "a registry",
  must: ["linux-x64"],
  load: () => Promise.reject(new Error("not loaded here")),
};
const held: Outcome = {
  row,
  version: "acme 1",
  installedMs: 1,
  startedMs: 2,
  scenarios: [{ name: "one" }],
  run: { name: "run" },
  conformance: {
    provider: "acme",
    cases: [
      { case: "fetch/value", state: "passed" },
      { case: "abort/fetch", state: "not applicable", why: "the harness has no fault delay: it never waits" },
    ],
  },
};

describe("the table of servers", () => {
  it("has a row for each provider of the workspace, and no id twice", () => {
    const packages = readdirSync(new URL("../../../../packages", import.meta.url));
    const providers = packages.filter((name) => /^provider-(?!testkit)/.test(name)).map((name) => name.slice(9));
    expect([...new Set(SERVERS.map(({ provider }) => provider))].sort()).toEqual(providers.sort());
    expect(new Set(SERVERS.map(({ id }) => id)).size).toBe(SERVERS.length);
  });

  it("says of each server that is not run what was tried", () => {
    for (const each of SERVERS) if (each.kind === "missing") expect(each.tried.length).toBeGreaterThan(0);
  });
});

describe("a run", () => {
  it.each<[string, Outcome, boolean]>([
    ["holds", held, false],
    ["fails where a server must start and does not", { row, scenarios: [], refusal: "no" }, true],
    ["fails where a scenario does", { ...held, scenarios: [{ name: "one", failure: "no" }] }, true],
    [
      "fails where a conformance case does",
      { ...held, conformance: { provider: "acme", cases: [{ case: "fetch/value", state: "failed" }] } },
      true,
    ],
    [
      "fails where the conformance suite was not reached",
      { row, scenarios: [], run: { name: "run" }, startedMs: 1 },
      true,
    ],
    ["fails where the job does", { ...held, run: { name: "run", failure: "no" } }, true],
    ["fails where the job was not reached", { row, scenarios: [{ name: "one" }], startedMs: 1 }, true],
    ["holds with a stated deviation", { ...held, scenarios: [{ name: "one", deviation: "it is so" }] }, false],
  ])("%s", (_what, outcome, failed) => {
    expect(hasFailed(outcome, "linux-x64")).toBe(failed);
  });

  it("only reports a server that need not start here", () => {
    expect(hasFailed({ row, scenarios: [], refusal: "no" }, "darwin-arm64")).toBe(false);
  });

  it("is told as a table, and counted", () => {
    const report = formatReport(
      [held, { row: { ...row, kind: "missing", tried: ["this"] }, scenarios: [] }],
      "linux-x64",
    );
    expect(report).toContain("acme    acme      acme 1");
    expect(report).toContain("- acme, not applicable: `abort/fetch`: the harness has no fault delay: it never waits");
    expect(report).toContain("Not run: acme, for Acme. Tried:\n  - this");
    expect(report.trimEnd().split("\n").at(-1)).toBe("3 passed, 0 failed, 0 skipped");
  });
});
