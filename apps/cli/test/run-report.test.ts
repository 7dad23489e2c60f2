import { readFileSync } from "node:fs";
import type { RunReport } from "@keyferry/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { runReportSchema } from "../src/run/report-schema.ts";

const PUBLISHED = readFileSync(new URL("../schemas/run-report.schema.json", import.meta.url), "utf8");
const fits = new Ajv2020({ allErrors: true }).compile(runReportSchema);

/** Every member that there is: `Required` fails to compile where one is added and not put here. */
const WHOLE: Required<RunReport> = {
  schemaVersion: 1,
  run: "0123456789abcdef".repeat(2),
  who: { user: "ada", uid: 1000, host: "cellar" },
  reason: "ticket 4711",
  profile: { id: "p1", name: "nightly" },
  program: "backup",
  retryOf: "0123456789abcdef".repeat(2),
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: "2026-01-01T00:00:01.000Z",
  durationsMs: { resolve: 5, job: 900 },
  outcome: "signalled",
  exitCode: 143,
  signal: "SIGTERM",
  uses: [
    {
      setting: "sftp.password",
      secret: "nas",
      secretId: "s1",
      connection: "prod",
      version: "7",
      delivery: "env:P",
      profile: "nightly",
    },
  ],
  loginEnds: [{ connection: "vault", expiresAt: "2026-01-03T00:00:00Z", hoursLeft: 40 }],
  failures: [{ code: "not-found", setting: "sftp.password", secret: "nas", connection: "prod" }],
  audit: { count: 2, hash: "9f".repeat(32) },
};

describe("the schema of a run's report", () => {
  it("is published as the code has it", () => {
    expect(PUBLISHED).toBe(`${JSON.stringify(runReportSchema, undefined, 2)}\n`);
  });

  it("takes every member, and needs what is always there", () => {
    expect([fits(WHOLE), fits.errors]).toEqual([true, null]);
    expect(Object.keys(runReportSchema.properties).sort()).toEqual(Object.keys(WHOLE).sort());
    for (const member of runReportSchema.required) {
      expect(fits(Object.fromEntries(Object.entries(WHOLE).filter(([name]) => name !== member)))).toBe(false);
    }
    expect(fits({ ...WHOLE, value: "x" })).toBe(false);
  });
});
