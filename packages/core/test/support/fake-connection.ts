import type { ConnectionPool, LiveConnection } from "../../src/connections/port.ts";
import type { Capabilities } from "../../src/contract/manifest.ts";
import { defineProvider } from "../../src/contract/plugin.ts";
import type { Session } from "../../src/contract/session.ts";
import { Events, type KeyferryEvent } from "../../src/events/events.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/resolve/limits.ts";
import { Readers } from "../../src/resolve/readers.ts";

const CAPABILITIES: Capabilities = {
  maxBatch: 20,
  batchVersions: false,
  describe: true,
  versions: true,
  masksMissing: false,
};

/** A session whose calls a test gives; the others fail the test. */
export function fakeSession(calls: Partial<Session>): Session {
  const unexpected = (): never => {
    throw new Error("unexpected call");
  };
  return { check: unexpected, list: unexpected, fetch: unexpected, dispose: async () => {}, ...calls };
}

export interface FakeConnection extends LiveConnection {
  reopened: number;
}

/** A connection over given sessions: the first, and the one after each reopening. */
export function fakeConnection(
  sessions: readonly [Session, ...Session[]],
  options: { id?: string; capabilities?: Partial<Capabilities> } = {},
): FakeConnection {
  const plugin = defineProvider({
    manifest: {
      apiVersion: 1,
      id: "fake",
      displayName: "Fake manager",
      docsUrl: "https://example.org",
      fields: [],
      auth: [{ id: "none", label: "None", description: "No login", fields: [] }],
      capabilities: { ...CAPABILITIES, ...options.capabilities },
    },
    address: (text) =>
      text.startsWith("!")
        ? { ok: false, error: { code: "invalid-address", message: "a name does not start with !" } }
        : { ok: true, name: text.toLowerCase() },
    policy: () => [],
    open: async () => sessions[0],
  });
  const id = options.id ?? "c1";
  return {
    id,
    name: `name-of-${id}`,
    plugin,
    fields: { name: id, fields: {}, auth: { method: "none", fields: {} } },
    reopened: 0,
    async session() {
      return sessions[this.reopened] ?? sessions[0];
    },
    async reopen(failed) {
      if (failed !== (sessions[this.reopened] ?? sessions[0])) return true;
      if (this.reopened + 1 >= sessions.length) return false;
      this.reopened += 1;
      return true;
    },
  };
}

/** Readers over fake connections, with everything that happened, and pauses without jitter (always the longest). */
export function fakeReaders(connections: readonly LiveConnection[], limits: Partial<Limits> = {}) {
  const events: KeyferryEvent[] = [];
  const hub = new Events();
  hub.on((event) => events.push(event));
  const pool: ConnectionPool = {
    get: async (id) => {
      const found = connections.find((connection) => connection.id === id);
      if (!found) throw new Error("no such connection");
      return found;
    },
    try: () => Promise.reject(new Error("nothing is tried out")),
    loginVariables: async () => ({ sources: [], ambient: [] }),
    closeDescriptors: () => {},
    readLogin: () => Promise.reject(new Error("readers read no login")),
    dispose: async () => {},
  };
  const clock = { monotonic: () => performance.now(), now: () => new Date() };
  const readers = new Readers(pool, { limits: { ...DEFAULT_LIMITS, ...limits }, clock, events: hub, random: () => 1 });
  return { readers, events };
}
