import { describe, expect, it } from "vitest";
import type { LazyCredentialStore } from "../../src/connections/lazy-credential-store.ts";
import { KeyferryError } from "../../src/contract/failure.ts";
import { connectionsNeeded, loginsEndingSoon } from "../../src/manager/login-ends.ts";
import type { PluginHost } from "../../src/plugins/port.ts";
import type { SecretDefinition } from "../../src/settings/model.ts";
import { definition, MANIFEST } from "../connections/fixtures.ts";
import { MemoryCredentialStore } from "../support/memory-credential-store.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const plugin = {
  manifest: { ...MANIFEST, auth: MANIFEST.auth.map((method) => ({ ...method, ends: method.id === "token" })) },
};

/** What the managers say, by connection id; a code is a refusal. */
function ending(ends: Readonly<Record<string, string | undefined>>, store = new MemoryCredentialStore()) {
  const asked: string[] = [];
  const ports = {
    plugins: { load: async () => plugin } as unknown as PluginHost,
    remote: {
      async check(id: string) {
        asked.push(id);
        const expiresAt = ends[id];
        if (expiresAt === "denied") throw new KeyferryError({ code: "access-denied", message: "no" });
        return { canList: "yes" as const, ...(expiresAt === undefined ? {} : { expiresAt }) };
      },
    },
    credentialStore: store.lazily() as LazyCredentialStore,
    clock: { now: () => NOW },
  };
  return { asked, ports, store };
}

const token = (name: string) => definition({ name });
const pair = definition({
  name: "pair",
  auth: { method: "access-key", fields: {}, sources: { accessKeyId: "env:A" } },
});

describe("logins that end soon", () => {
  it("are told with the time that is left, the next first, and only within a week", async () => {
    const { ports } = ending({
      later: "2026-03-03T12:00:00Z",
      soon: "2026-03-01T13:59:00Z",
      over: "2026-02-01T00:00:00Z",
      far: "2026-03-08T12:00:01Z",
      odd: "no time",
      endless: undefined,
    });
    const connections = ["later", "soon", "over", "far", "odd", "endless"].map((id) => [id, token(id)] as const);
    expect(await loginsEndingSoon(connections, ports)).toEqual([
      { connection: "over", expiresAt: "2026-02-01T00:00:00Z", hoursLeft: 0 },
      { connection: "soon", expiresAt: "2026-03-01T13:59:00Z", hoursLeft: 1 },
      { connection: "later", expiresAt: "2026-03-03T12:00:00Z", hoursLeft: 48 },
    ]);
  });

  it("are asked for where the auth method's logins end so, and a manager that refuses disturbs nobody", async () => {
    const { asked, ports, store } = ending({ a: "denied", b: "2026-03-02T00:00:00Z", c: "2026-03-02T00:00:00Z" });
    const found = await loginsEndingSoon(
      [
        ["a", token("a")],
        ["b", token("b")],
        ["c", pair],
      ],
      ports,
    );
    expect([found.map(({ connection }) => connection), asked, store.made]).toEqual([["b"], ["a", "b"], 0]);
  });

  it("are known of what is sealed too, without a keeper", async () => {
    const { ports, store } = ending({ c: "2026-03-06T00:00:00Z" });
    const stored = definition({ name: "c", auth: { method: "token", fields: {}, sources: { token: "stored" } } });
    const binding = { connectionId: "c", provider: "acme", origin: { region: "eu" } };
    await store.seal(binding, { token: "cnry_1" }, { expiresAt: "2026-03-04T00:00:00Z" });
    expect(await loginsEndingSoon([["c", stored]], ports)).toEqual([
      { connection: "c", expiresAt: "2026-03-04T00:00:00Z", hoursLeft: 60 },
    ]);
    expect(store.calls).toEqual(["seal c"]);
  });
});

it("a run needs the connections that its logins go over too", () => {
  const secret = (connection: string): SecretDefinition => ({
    name: "s",
    connection,
    remoteName: "r",
    type: "password",
  });
  const by = (name: string, source: string) =>
    definition({ name, auth: { method: "token", fields: {}, sources: { token: source } } });
  const settings = {
    revision: 1,
    plugins: [],
    profiles: new Map(),
    readOnly: new Set<string>(),
    secrets: new Map([["s1", secret("b")]]),
    connections: new Map([
      ["a", by("a", "secret:s1")],
      ["b", by("b", "env:B")],
      ["c", by("c", "env:C")],
    ]),
  };
  expect(connectionsNeeded(settings, ["a", "gone"]).map(([id]) => id)).toEqual(["a", "b"]);
});
