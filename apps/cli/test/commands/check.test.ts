import type { UseOutcome } from "@keyferry/core";
import { expect, it } from "vitest";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { run } from "../fakes/world.ts";

const OK: UseOutcome = {
  profile: "nightly",
  setting: "sftp.username",
  secret: "u",
  connection: "prod",
  ok: true,
  version: "v1",
};
const DENIED: UseOutcome = {
  profile: "nightly",
  setting: "sftp.password",
  secret: "p",
  connection: "prod",
  ok: false,
  failure: { code: "access-denied", message: "refused", hint: "ask", requestId: "r-1", attempts: 1, secret: "p" },
};
const host = (...outcomes: UseOutcome[]) => fakeKeyferry({ check: async () => outcomes });

it("says what works and what does not, and fails by the failures", async () => {
  const { code, stdout } = await run(["check", "nightly"], { host: host(OK, DENIED) });
  expect(code).toBe(77);
  expect(stdout).toContain("sftp.username  u       prod        ok, version v1");
  expect(stdout).toContain("sftp.password  p       prod        failed: refused (access-denied); ask");
});

it("gives the same as JSON", async () => {
  const { code, stdout } = await run(["check", "--json"], { host: host(OK, DENIED) });
  const { failure: _, ...use } = DENIED;
  const error = { code: "access-denied", message: "refused", hint: "ask", requestId: "r-1", attempts: 1 };
  expect([code, JSON.parse(stdout)]).toEqual([77, [OK, { ...use, error }]]);
});

it("succeeds where everything works, and where there is nothing to check", async () => {
  expect((await run(["check"], { host: host(OK) })).code).toBe(0);
  const nothing = await run(["check"], { host: host() });
  expect([nothing.code, nothing.stdout, nothing.stderr]).toEqual([0, "", expect.stringContaining("nothing to check")]);
});
