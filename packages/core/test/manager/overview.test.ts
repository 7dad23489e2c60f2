import { describe, expect, it } from "vitest";
import type { AuditedUse } from "../../src/contract/audit.ts";
import { KeyferryError } from "../../src/contract/failure.ts";
import type { CheckResult, RemoteSecret } from "../../src/contract/session.ts";
import type { ReadAudit } from "../../src/manager/audit-manager.ts";
import { OverviewManager } from "../../src/manager/overview.ts";
import type { RemoteReader } from "../../src/resolve/port.ts";
import type { Settings } from "../../src/settings/model.ts";
import type { AuditRecord } from "../../src/state/audit-record.ts";
import { errorOf } from "../settings/support/folder.ts";
import { connection, profile, secret } from "../settings/support/stores.ts";

const NOW = "2026-06-01T00:00:00.000Z";

/** prod has nas (v) and api; chained logs in with api, and has deep. */
function settings(): Settings {
  const chained = connection("chained");
  return {
    revision: 1,
    plugins: [],
    connections: new Map([
      ["c1", connection("prod")],
      ["c2", { ...chained, auth: { ...chained.auth, sources: { key: "secret:api" } } }],
    ]),
    secrets: new Map([
      ["s1", secret("nas", "c1")],
      ["s2", secret("api", "c1")],
      ["s3", secret("deep", "c2")],
      ["s4", secret("fixed", "c1", { version: "3" })],
    ]),
    profiles: new Map([
      ["p1", profile("nightly", { settings: { "sftp.password": { secret: "s1" }, "ftp.password": { secret: "s4" } } })],
      ["p2", profile("weekly", { settings: { "sftp.password": { secret: "s1" }, "sftp.host": { literal: "h" } } })],
      ["p3", profile("far", { settings: { "sftp.password": { secret: "s3" } } })],
    ]),
    readOnly: new Set(),
  };
}

type Entry = AuditRecord extends infer Each
  ? Each extends unknown
    ? Omit<Each, "v" | "seq" | "prev" | "hash">
    : never
  : never;

function resolved(run: string, profileId: string, time: string, uses: readonly Partial<AuditedUse>[]): Entry {
  return {
    kind: "resolved",
    run,
    time,
    who: { user: "ada", host: "cellar" },
    purpose: "job",
    profile: { id: profileId, name: "as it was called then" },
    uses: uses.map((use) => ({ setting: "sftp.password", secret: "old name", connection: "prod", ...use })),
    durationMs: 1,
  };
}

function auditOf(entries: readonly Entry[]): ReadAudit {
  return async function* () {
    for (const [at, entry] of entries.entries()) {
      yield { kind: "record", record: { v: 1, seq: at + 1, prev: "", hash: "", ...entry } as AuditRecord };
    }
  };
}

interface Manager {
  readonly secrets: Readonly<Record<string, Partial<RemoteSecret>>>;
  readonly check?: () => Promise<CheckResult>;
  readonly describes?: boolean;
}

/** A manager that answers from a table, and keeps every call; a read of a value fails the test. */
function remoteOf({ secrets, check, describes = true }: Manager): { remote: RemoteReader; calls: string[] } {
  const calls: string[] = [];
  const read = (): never => {
    throw new Error("a value was read");
  };
  const remote: RemoteReader = {
    shape: read,
    examine: read,
    checkUnsaved: read,
    async *list(id) {
      calls.push(`list ${id}`);
      for (const [name, said] of Object.entries(secrets)) yield { name, ...said };
    },
    async describe(id, { remoteName }) {
      calls.push(`describe ${id} ${remoteName}`);
      if (!describes) return undefined;
      const said = secrets[remoteName];
      if (!said) throw new KeyferryError({ code: "not-found", message: "none", connection: id });
      return { name: remoteName, ...said };
    },
    async check(id) {
      calls.push(`check ${id}`);
      return check?.() ?? { canList: "yes" };
    },
  };
  return { remote, calls };
}

function overview(entries: readonly Entry[], manager: Manager = { secrets: {} }, held: Settings = settings()) {
  const { remote, calls } = remoteOf(manager);
  const store = { path: "", read: async () => held, update: () => Promise.reject(new Error("it only reads")) };
  const clock = { monotonic: () => 0, now: () => new Date(NOW) };
  return { calls, overview: new OverviewManager({ store, remote, clock, readAudit: auditOf(entries) }) };
}

describe("impact", () => {
  it("tells who uses a secret, with each profile's last run and the version that it used, and asks no manager", async () => {
    const { overview: about, calls } = overview([
      resolved("r1", "p1", "2026-01-01T00:00:00.000Z", [{ secretId: "s1", version: "6" }]),
      resolved("r2", "p1", "2026-01-02T00:00:00.000Z", [{ secretId: "s1", version: "7" }]),
      { kind: "ended", run: "r1", time: NOW, outcome: "finished", exitCode: 0, durationMs: 1 },
      { kind: "ended", run: "r2", time: NOW, outcome: "finished", exitCode: 5, durationMs: 1 },
    ]);
    expect(await about.impact("NAS")).toEqual({
      kind: "secret",
      name: "nas",
      connections: [],
      uses: [
        {
          profile: "nightly",
          setting: "sftp.password",
          secret: "nas",
          version: "7",
          lastRun: { run: "r2", time: "2026-01-02T00:00:00.000Z", outcome: "finished", exitCode: 5 },
        },
        { profile: "weekly", setting: "sftp.password", secret: "nas" },
      ],
    });
    expect(calls).toEqual([]);
  });

  it("does not take the version of another secret for it", async () => {
    const { overview: about } = overview([resolved("r1", "p2", NOW, [{ secretId: "s2", version: "9" }])]);
    const { uses } = await about.impact("nas");
    expect(uses.map(({ profile, version, lastRun }) => [profile, version, lastRun?.run])).toEqual([
      ["nightly", undefined, undefined],
      ["weekly", undefined, "r1"],
    ]);
  });

  it("follows connections that log in with a secret", async () => {
    const { overview: about } = overview([]);
    expect(await about.impact("api")).toMatchObject({
      connections: ["chained"],
      uses: [{ profile: "far", secret: "deep" }],
    });
    const whole = await about.impact("prod");
    expect(whole).toMatchObject({
      kind: "connection",
      secrets: ["api", "deep", "fixed", "nas"],
      connections: ["chained"],
    });
    expect(whole.uses).toHaveLength(4);
  });

  it("wants to know which one, where a secret and a connection have the name, and offers the nearest for an unknown one", async () => {
    const held = settings();
    const both = { ...held, secrets: new Map([...held.secrets, ["s9", secret("Prod", "c1")]]) };
    const { overview: about } = overview([], undefined, both);
    expect((await errorOf(about.impact("prod"))).failures).toMatchObject([{ code: "usage" }]);
    expect((await about.impact("prod", { kind: "secret" })).name).toBe("Prod");
    const [nass] = (await errorOf(about.impact("nass"))).failures;
    expect([nass?.message, nass?.hint]).toEqual([
      'there is no secret or connection "nass"',
      expect.stringContaining('did you mean "nas"'),
    ]);
  });
});

describe("drift", () => {
  const ran = (version: string | undefined, time = "2026-05-01T00:00:00.000Z") => [
    resolved("r1", "p2", time, [{ secretId: "s1", ...(version === undefined ? {} : { version }) }]),
  ];
  const stateOf = async (entries: readonly Entry[], nas: Partial<RemoteSecret>) => {
    const { uses } = await overview(entries, { secrets: { "remote/nas": nas } }).overview.drift();
    return uses.find(({ profile, secret }) => profile === "weekly" && secret === "nas")?.state;
  };

  it.each([
    ["the newest version was used", "8", { versions: ["8", "7"] }, "current"],
    ["an older version was used", "7", { versions: ["8", "7"] }, "behind"],
    ["the used version is listed no more, and there was a change", "5", { versions: ["8"], updatedAt: NOW }, "behind"],
    ["only names of versions are listed", "5", { versions: ["live"], updatedAt: "2026-01-01T00:00:00Z" }, "unknown"],
    ["there are no versions, and a change since", undefined, { updatedAt: NOW }, "behind"],
    ["there are no versions, and no change since", undefined, { updatedAt: "2026-01-01T00:00:00Z" }, "current"],
    ["nothing is said", "7", {}, "unknown"],
  ] as const)("%s", async (_, version, said, state) => {
    expect(await stateOf(ran(version), said)).toBe(state);
  });

  it("tells what never ran and what is pinned", async () => {
    const { uses } = await overview([], { secrets: { "remote/nas": {}, "remote/fixed": {} } }).overview.drift();
    expect(uses.map(({ profile, secret, state }) => [profile, secret, state])).toEqual([
      ["far", "deep", "never-run"],
      ["nightly", "fixed", "pinned"],
      ["nightly", "nas", "never-run"],
      ["weekly", "nas", "never-run"],
    ]);
  });

  it("tells which secrets expire and which logins end soon, with who uses them", async () => {
    const manager: Manager = {
      secrets: {
        "remote/nas": { expiresAt: "2026-06-20T00:00:00.000Z" },
        "remote/deep": { expiresAt: "2027-01-01T00:00:00.000Z" },
      },
      check: async () => ({ canList: "yes", identity: "robot", expiresAt: "2026-06-02T00:00:00.000Z" }),
    };
    const found = await overview([], manager).overview.drift();
    expect(found.expiring).toEqual([
      { secret: "nas", connection: "prod", expiresAt: "2026-06-20T00:00:00.000Z", profiles: ["nightly", "weekly"] },
    ]);
    expect(found.logins.map(({ connection, identity }) => [connection, identity])).toEqual([
      ["prod", "robot"],
      ["chained", "robot"],
    ]);
    expect((await overview([], manager).overview.drift({ days: 1 })).expiring).toEqual([]);
    const renewed = { ...manager, check: async () => ({ canList: "yes" as const, expiresAt: NOW, renewable: true }) };
    expect((await overview([], renewed).overview.drift()).logins).toEqual([]);
  });

  it("tells what could not be asked, once, and hides nothing else behind it", async () => {
    const check = (): never => {
      throw new KeyferryError({ code: "unauthenticated", message: "no", connection: "prod" });
    };
    const found = await overview([], { secrets: { "remote/fixed": {}, "remote/deep": {} }, check }).overview.drift();
    expect(found.problems.map(({ code, secret }) => [code, secret])).toEqual([
      ["unauthenticated", undefined],
      ["not-found", "nas"],
    ]);
    expect(found.uses).toHaveLength(4);
  });

  it("asks by check and describe, each used secret once, and reads no value", async () => {
    const { overview: about, calls } = overview([], { secrets: { "remote/nas": {} } });
    await about.drift();
    expect(calls.sort()).toEqual([
      "check c1",
      "check c2",
      "describe c1 remote/fixed",
      "describe c1 remote/nas",
      "describe c2 remote/deep",
    ]);
  });

  it("takes the list where a provider cannot describe", async () => {
    const secrets = { "remote/nas": { updatedAt: NOW }, "remote/fixed": {}, "remote/deep": {} };
    const { overview: about, calls } = overview(ran(undefined), { secrets, describes: false });
    expect((await about.drift()).uses.find(({ profile }) => profile === "weekly")?.state).toBe("behind");
    expect(calls.filter((call) => call.startsWith("list"))).toEqual(["list c1", "list c2"]);
  });
});

describe("with 10,000 secrets and 1,000 profiles", () => {
  const COUNT = 10_000;
  const held: Settings = {
    ...settings(),
    connections: new Map([["c1", connection("prod")]]),
    secrets: new Map(Array.from({ length: COUNT }, (_, at) => [`s${at}`, secret(`secret-${at}`, "c1")])),
    profiles: new Map(
      Array.from({ length: 1_000 }, (_, at) => [
        `p${at}`,
        profile(`profile-${at}`, {
          settings: Object.fromEntries(
            Array.from({ length: 10 }, (_, key) => [`x.k${key}`, { secret: `s${at * 10 + key}` }]),
          ),
        }),
      ]),
    ),
  };
  const entries = [...held.profiles.keys()].map((id) => resolved(`r-${id}`, id, "2026-05-01T00:00:00.000Z", []));
  const secrets = Object.fromEntries(
    [...held.secrets.values()].map(({ remoteName }) => [remoteName, { versions: ["1"] }]),
  );

  it("asks the list in place of 10,000 descriptions, and looks at nothing twice", async () => {
    const { overview: about, calls } = overview(entries, { secrets }, held);
    const start = performance.now();
    const [impact, drift] = [await about.impact("prod"), await about.drift()];
    expect([impact.uses.length, drift.uses.length, calls]).toEqual([COUNT, COUNT, ["check c1", "list c1"]]);
    // Some tens of milliseconds; a loop in a loop over these takes minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
