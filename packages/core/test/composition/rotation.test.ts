import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { FetchOutcome } from "../../src/contract/session.ts";
import { createKeyferry, type Keyferry } from "../../src/index.ts";
import { openForDelivery, payloadValues } from "../../src/secret/delivery.ts";
import { errorOf, temporaryFolder } from "../settings/support/folder.ts";
import { memoryProvider } from "../support/memory-provider.ts";

const deliver = { "sftp.username": "env:U", "sftp.password": "env:P", "email.password": "env:E" };
const job = { program: "backup", args: [], loginFailed: [5] };

let folder: string;
let keyferry: Keyferry;
let version: number;
let reads: number;

/** A manager whose secret has another version, in all its parts, at every read or where a test says so. */
async function rotating(everyRead: boolean): Promise<void> {
  const memory = memoryProvider();
  version = 1;
  reads = 0;
  const plugin = {
    ...memory.plugin,
    open: async (...args: Parameters<typeof memory.plugin.open>) => ({
      ...(await memory.plugin.open(...args)),
      fetch: async (addresses: readonly unknown[]) =>
        addresses.map((): FetchOutcome => {
          reads += 1;
          if (everyRead) version += 1;
          const text = JSON.stringify({ user: `user-of-${version}`, password: `password-of-${version}` });
          return { ok: true, payload: { kind: "text", text }, version: String(version) };
        }),
    }),
  };
  folder = await temporaryFolder();
  keyferry = await createKeyferry({ settings: join(folder, "settings.json"), plugins: [plugin], env: { T: "x" } });
  await keyferry.connections.create({
    name: "prod",
    provider: "memory",
    fields: { site: "s" },
    sources: { token: "env:T" },
  });
  const common = { connection: "prod", remoteName: "nas", unchecked: true };
  await keyferry.secrets.create({ ...common, name: "user", key: "user", type: "username" });
  await keyferry.secrets.create({ ...common, name: "password", key: "password", type: "password" });
  await keyferry.secrets.create({ ...common, name: "same-password", key: "/password", type: "password" });
  await keyferry.profiles.create({ name: "nightly", job });
  await keyferry.profiles.use("nightly", "sftp.username", "user");
  await keyferry.profiles.use("nightly", "sftp.password", "password");
  await keyferry.profiles.use("nightly", "email.password", "same-password");
}

describe("a secret that changes while a run begins", () => {
  beforeEach(() => rotating(true));

  it("has one version in all of its uses", async () => {
    const { job: resolved, uses } = await keyferry.resolveProfile({ profile: "nightly", deliver });
    const opened = resolved.payloads
      .flatMap(payloadValues)
      .map(({ value }) => (typeof value === "string" ? value : openForDelivery(value)));
    expect([reads, uses.map((use) => use.version)]).toEqual([1, ["2", "2", "2"]]);
    expect(opened).toEqual(["user-of-2", "password-of-2", "password-of-2"]);
  });
});

describe("a secret that was rotated between two runs", () => {
  beforeEach(() => rotating(false));

  it("is read anew by each run", async () => {
    const valuesOfRun = async () => {
      const { job: resolved, run } = await keyferry.resolveProfile({ profile: "nightly", deliver });
      await run.ended({ outcome: "finished", exitCode: 0 });
      return resolved.payloads
        .flatMap(payloadValues)
        .map(({ value }) => (typeof value === "string" ? value : openForDelivery(value)));
    };
    expect(await valuesOfRun()).toEqual(["user-of-1", "password-of-1", "password-of-1"]);
    version = 2;
    expect(await valuesOfRun()).toEqual(["user-of-2", "password-of-2", "password-of-2"]);
  });
});

describe("a run that is repeated after a failed login", () => {
  beforeEach(() => rotating(false));

  it("reads again where the manager has a newer version, and the audit joins the two", async () => {
    const first = await keyferry.resolveProfile({ profile: "nightly", deliver });
    expect(first.job.loginFailed).toEqual([5]);
    await first.run.ended({ outcome: "finished", exitCode: 5 });
    version = 2;
    const second = await first.run.again();
    expect(second?.uses.map((use) => use.version)).toEqual(["2", "2", "2"]);
    expect(await keyferry.audits.show(second?.run.id ?? "")).toMatchObject({ retryOf: first.run.id });
  });

  it("is not repeated with the same version", async () => {
    const first = await keyferry.resolveProfile({ profile: "nightly", deliver });
    await first.run.ended({ outcome: "finished", exitCode: 5 });
    expect(await first.run.again()).toBeUndefined();
    expect((await keyferry.audits.list()).runs.map(({ outcome }) => outcome)).toEqual(["finished", "not-started"]);
  });
});

describe("a profile that runs one at a time", () => {
  beforeEach(() => rotating(false));

  it("is refused before anything is read while a run is not over; a failed start gives it free", async () => {
    await keyferry.profiles.limit("nightly", { oneAtATime: true, timeLimit: 90 });
    const first = await keyferry.resolveProfile({ profile: "nightly", deliver });
    expect(first.run.timeLimit).toBe(90);
    const before = reads;
    expect((await errorOf(keyferry.resolveProfile({ profile: "nightly", deliver }))).failures).toMatchObject([
      { code: "busy" },
    ]);
    expect(reads).toBe(before);
    await first.run.ended({ outcome: "finished", exitCode: 0 });
    const failed = await errorOf(keyferry.resolveProfile({ profile: "nightly", deliver, reason: "x".repeat(900) }));
    expect(failed.failures).toMatchObject([{ code: "usage" }]);
    await (await keyferry.resolveProfile({ profile: "nightly", deliver })).run.ended({
      outcome: "finished",
      exitCode: 0,
    });
  });

  it("keeps its limits in the settings, and lets them go", async () => {
    await keyferry.profiles.limit("nightly", { oneAtATime: true, timeLimit: 90 });
    expect(await keyferry.profiles.limit("nightly", { timeLimit: null })).toMatchObject({ oneAtATime: true });
    const { id, timeLimit } = await keyferry.profiles.limit("nightly", { oneAtATime: false });
    expect(timeLimit).toBeUndefined();
    expect(await readFile(join(folder, "profiles", `${id}.json`), "utf8")).not.toMatch(/timeLimit|oneAtATime/);
    for (const wrong of [0, 1.5, -1, 2_000_001, Number.NaN]) {
      expect((await errorOf(keyferry.profiles.limit("nightly", { timeLimit: wrong }))).failures[0]?.code).toBe("usage");
    }
  });
});
