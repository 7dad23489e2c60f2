import type { DriftView, ImpactView } from "@keyferry/core";
import { describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { schemaErrors } from "../fakes/schema.ts";
import { run } from "../fakes/world.ts";

const LAST = { run: "r2", time: "2026-01-02T00:00:00.000Z", outcome: "finished", exitCode: 5 } as const;

describe("impact", () => {
  const impact: ImpactView = {
    kind: "secret",
    name: "api",
    connections: ["chained"],
    uses: [
      { profile: "far", setting: "sftp.password", secret: "deep", lastRun: LAST, version: "7" },
      { profile: "new", setting: "sftp.password", secret: "deep" },
    ],
  };

  it("lists the uses, and says which logins come from it", async () => {
    const asked: unknown[] = [];
    const host = fakeKeyferry({
      overview: {
        async impact(...args) {
          asked.push(args);
          return impact;
        },
      },
    });
    const { code, stdout, stderr } = await run(["impact", "api"], { host });
    expect([code, stderr]).toEqual([0, "the login of chained comes from it, and with it all that they read\n"]);
    expect(stdout).toMatch(/far +sftp\.password +deep +2026-01-02T00:00:00\.000Z +finished, exit code 5 +7\n/);
    expect(stdout).toMatch(/new +sftp\.password +deep +never\n/);
    const json = await run(["impact", "api", "--kind", "secret", "--json"], { host });
    expect(JSON.parse(json.stdout)).toEqual(impact);
    expect(schemaErrors("impact", impact)).toEqual([]);
    expect(asked).toEqual([
      ["api", {}],
      ["api", { kind: "secret" }],
    ]);
    expect((await run(["impact", "api", "--kind", "profile"], { host })).code).toBe(64);
  });
});

describe("drift", () => {
  const use = { profile: "nightly", setting: "sftp.password", secret: "nas", connection: "prod" };
  const drift: DriftView = {
    uses: [
      { ...use, state: "behind", version: "7", newest: "8", lastRun: LAST },
      { ...use, profile: "fine", state: "current", version: "8", newest: "8", lastRun: LAST },
    ],
    expiring: [{ secret: "nas", connection: "prod", expiresAt: "2026-06-20T00:00:00.000Z", profiles: ["nightly"] }],
    logins: [{ connection: "prod", expiresAt: "2026-06-02T00:00:00.000Z", identity: "robot" }],
    problems: [{ code: "unavailable", message: "no answer", connection: "other" }],
  };
  const host = fakeKeyferry({ overview: { drift: async () => drift } });

  it("lists what is behind, what expires and what ends; problems are told beside it, and the exit code is 0", async () => {
    const { code, stdout, stderr } = await run(["drift"], { host });
    expect(code).toBe(0);
    expect(stdout).toMatch(/nightly .*not yet on the newest version .*7 +8\n/);
    expect(stdout).toMatch(/nas +prod +2026-06-20/);
    expect(stdout).toMatch(/prod +robot +2026-06-02/);
    expect(stdout).not.toContain("fine");
    expect(stderr).toContain("error: other: no answer (unavailable)");
    expect((await run(["drift", "--all"], { host })).stdout).toContain("fine");
    expect(JSON.parse((await run(["drift", "--json"], { host })).stdout)).toEqual(drift);
  });

  it("has JSON that fits its schema", () => {
    expect(schemaErrors("drift", drift)).toEqual([]);
    expect(schemaErrors("drift", { ...drift, uses: [{ state: "else" }] })).not.toEqual([]);
  });

  it("says so where nothing drifts", async () => {
    const quiet = fakeKeyferry({
      overview: { drift: async () => ({ uses: [], expiring: [], logins: [], problems: [] }) },
    });
    const { code, stdout, stderr } = await run(["drift"], { host: quiet });
    expect([code, stdout, stderr]).toEqual([
      0,
      "",
      "every profile has run on the newest versions, and nothing ends soon\n",
    ]);
  });
});
