import type { AuditRunView, AuditVerification, Keyferry } from "@keyferry/core";
import { describe, expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { schemaErrors } from "../fakes/schema.ts";
import { run } from "../fakes/world.ts";

const HASH = "9f".repeat(32);
const RUN: AuditRunView = {
  run: "0123456789abcdef0123456789abcdef",
  time: "2026-01-01T00:00:00.000Z",
  who: { user: "ada\u001b[31m", uid: 1000, host: "cellar" },
  purpose: "job",
  profile: { id: "p1", name: "nightly" },
  program: "backup",
  reason: "ticket 4711",
  durationsMs: { resolve: 5, job: 900 },
  outcome: "finished",
  exitCode: 3,
  uses: [{ setting: "sftp.password", secret: "nas", connection: "prod", version: "7", delivery: "env:P" }],
  audit: { count: 2, hash: HASH },
};

function host(parts: Partial<Keyferry["audits"]>): { host: Keyferry } {
  return { host: fakeKeyferry({ audits: parts }) };
}

describe("audit list", () => {
  it("shows the newest 50 runs, or those that are asked for", async () => {
    const asked: unknown[] = [];
    const parts = host({
      async list(options) {
        asked.push(options);
        return { runs: [RUN] };
      },
    });
    const { code, stdout } = await run(["audit", "list"], parts);
    await run(["audit", "list", "--profile", "nightly", "--last", "2"], parts);
    await run(["audit", "list", "--all"], parts);
    expect(asked).toEqual([{ last: 50 }, { last: 2, profile: "nightly" }, {}]);
    expect(code).toBe(0);
    expect(stdout).toContain("0123456789ab  ada\\u{1b}[31m@cellar  nightly  nas (7)  finished, exit code 3");
    expect((await run(["audit", "list", "--last", "0"], parts)).code).toBe(64);
  });

  it("warns where the log is not whole, beside the JSON", async () => {
    const fault = { record: 4, problem: "removed" } as const;
    const { code, stdout, stderr } = await run(
      ["audit", "list", "--json"],
      host({ list: async () => ({ runs: [RUN], fault }) }),
    );
    expect([code, JSON.parse(stdout)]).toEqual([0, [RUN]]);
    expect(schemaErrors("audit-list", JSON.parse(stdout))).toEqual([]);
    expect(schemaErrors("audit-list", [{ ...RUN, who: "ada" }])).not.toEqual([]);
    expect(stderr).toContain("warning: the audit was changed by something else: record 4 was removed");
  });
});

describe("audit show", () => {
  it("shows a run with its uses", async () => {
    const { stdout } = await run(["audit", "show", "0123"], host({ show: async () => RUN }));
    expect(stdout).toMatch(/reason +ticket 4711\n/);
    expect(stdout).toMatch(/audit +2:9f9f/);
    expect(stdout).toMatch(/sftp\.password +nas +prod +7 +env:P\n$/);
    const json = await run(["audit", "show", "0123", "--json"], host({ show: async () => RUN }));
    expect(schemaErrors("audit-show", JSON.parse(json.stdout))).toEqual([]);
  });
});

describe("audit verify", () => {
  const verified = async (found: AuditVerification, ...more: string[]) => {
    const asked: unknown[] = [];
    const parts = host({
      async verify(expected) {
        asked.push(expected);
        return found;
      },
    });
    return { ...(await run(["audit", "verify", ...more], parts)), asked };
  };

  it("gives the head of a whole log, and tells of torn lines", async () => {
    const head = { count: 2, hash: HASH };
    const { code, stdout, stderr } = await verified({ ok: true, head, mended: [12], tornBytes: 7 });
    expect([code, stdout]).toEqual([0, `the audit is whole: 2 records, head 2:${HASH}\n`]);
    expect(stderr).toMatch(/a line of killed writers.*\n.*torn \(7 bytes\)/);
  });

  it("names the first record that is not as it was written, with exit code 65", async () => {
    const fault = { record: 3, problem: "changed" } as const;
    const { code, stdout, stderr } = await verified({ ok: false, fault, mended: [] });
    expect([code, stdout]).toEqual([65, ""]);
    expect(stderr).toContain("error: the audit was changed by something else: record 3 was changed (integrity)");
    const json = await verified({ ok: false, fault, mended: [] }, "--json");
    expect([json.code, schemaErrors("audit-verify", JSON.parse(json.stdout))]).toEqual([65, []]);
  });

  it("takes a head, and nothing else for one", async () => {
    const expected = { record: 3, problem: "removed", unexpected: true } as const;
    const { asked, stderr } = await verified({ ok: false, fault: expected, mended: [] }, "--expect", `5:${HASH}`);
    expect(asked).toEqual([{ count: 5, hash: HASH }]);
    expect(stderr).toContain("record 3 and those behind it were removed");
    for (const head of ["5", HASH, `x:${HASH}`, "5:12"]) {
      expect((await verified({ ok: true, mended: [] }, "--expect", head)).code).toBe(64);
    }
  });
});
