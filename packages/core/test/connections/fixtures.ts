import { expect } from "vitest";
import { SessionPool, type SessionPoolOptions } from "../../src/connections/pool.ts";
import type { Clock } from "../../src/contract/clock.ts";
import { isKeyferryError } from "../../src/contract/failure.ts";
import type { Field, Manifest } from "../../src/contract/manifest.ts";
import type { ProviderPlugin } from "../../src/contract/plugin.ts";
import type { CallContext, OpenConnection, Session } from "../../src/contract/session.ts";
import { Events, type KeyferryEvent } from "../../src/events/events.ts";
import { GivenPluginHost } from "../../src/plugins/given-host.ts";
import type { ConnectionDefinition, Settings } from "../../src/settings/model.ts";

export const CANARY = "cnry_6f1d2c3b4a5968778695a4b3c2d1e0f9";

export const field = (name: string, change: Partial<Field> = {}): Field => ({
  name,
  type: "text",
  label: name,
  description: name,
  ...change,
});
const secret = (name: string, change: Partial<Field> = {}) =>
  field(name, { sensitive: true, required: true, ...change });

export const MANIFEST: Manifest = {
  apiVersion: 1,
  id: "acme",
  displayName: "Acme Vault",
  docsUrl: "https://vault.acme.example",
  fields: [
    field("region", {
      required: true,
      pointsTo: true,
      choices: [{ value: "eu" }, { value: "us" }],
      freeEntry: true,
      pattern: "[a-z]{2}(-[a-z0-9]+)*",
      example: "eu",
    }),
    field("endpoint", { pointsTo: true }),
    field("tier", { choices: [{ value: "basic" }, { value: "pro" }], default: "basic" }),
    field("shards", { type: "number", when: { field: "tier", oneOf: ["pro"] }, required: true }),
    field("dualStack", { type: "boolean", default: false }),
  ],
  auth: [
    {
      id: "ambient",
      label: "Ambient",
      description: "As the machine",
      fields: [],
      ambient: { variables: ["ACME_TOKEN"], files: [] },
    },
    {
      id: "access-key",
      label: "Access key",
      description: "A pair",
      fields: [secret("accessKeyId"), secret("secretAccessKey"), field("role", { pointsTo: true })],
    },
    {
      id: "token",
      label: "Token",
      description: "A token",
      fields: [secret("token"), field("mount", { default: "main" })],
    },
    { id: "certificate", label: "Certificate", description: "PEM", fields: [secret("pem", { multiline: true })] },
  ],
  capabilities: { maxBatch: 20, batchVersions: false, describe: true, versions: true, masksMissing: false },
};

export function session(change: Partial<Session> = {}): Session {
  return {
    check: async () => ({ canList: "yes" }),
    list: async () => ({ items: [] }),
    describe: async ({ name }) => ({ name }),
    fetch: async (addresses) => addresses.map(({ name }) => ({ ok: true, payload: { kind: "text", text: name } })),
    dispose: async () => undefined,
    ...change,
  };
}

export function definition(change: Partial<ConnectionDefinition> = {}): ConnectionDefinition {
  return {
    name: "prod",
    provider: "acme",
    fields: { region: "eu", tier: "basic", dualStack: false },
    auth: { method: "token", fields: { mount: "main" }, sources: { token: "env:ACME_TOKEN" } },
    confirmedOrigin: { region: "eu" },
    ...change,
  };
}

const clock: Clock = { monotonic: () => performance.now(), now: () => new Date() };

export interface PoolSetup extends Partial<Omit<SessionPoolOptions, "settings" | "plugins" | "clock" | "events">> {
  readonly definitions?: Record<string, ConnectionDefinition>;
  readonly plugin?: Partial<ProviderPlugin>;
  readonly open?: (
    connection: OpenConnection,
    ...rest: Parameters<ProviderPlugin["open"]> extends [unknown, ...infer R] ? R : never
  ) => Promise<Session>;
}

/** A pool over settings in memory, and what it did. */
export function poolOf({ definitions = { c1: definition() }, plugin, open, ...more }: PoolSetup = {}) {
  const current = { definitions };
  const events = new Events();
  const seen: KeyferryEvent[] = [];
  events.on((event) => seen.push(event));
  const pool = new SessionPool({
    settings: { read: async () => settingsOf(current.definitions) },
    plugins: new GivenPluginHost([
      {
        kind: "keyferry.provider",
        manifest: MANIFEST,
        address: (name) => ({ ok: true, name }),
        policy: () => [],
        open: open ?? (async () => session()),
        ...plugin,
      },
    ]),
    clock,
    events,
    env: { ACME_TOKEN: CANARY },
    ...more,
  });
  return { pool, seen, current };
}

function settingsOf(definitions: Record<string, ConnectionDefinition>): Settings {
  return {
    revision: 1,
    plugins: [],
    connections: new Map(Object.entries(definitions)),
    secrets: new Map(),
    profiles: new Map(),
    readOnly: new Set(),
  };
}

export const patient = (): CallContext => ({ signal: new AbortController().signal });

/** What a promise rejects with. */
export async function thrownBy(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => {
      throw new Error("nothing was thrown");
    },
    (error: unknown) => error,
  );
}

/** The first failure that a use-case throws: never with the canary. */
export async function failureOf(run: Promise<unknown>) {
  const thrown = await thrownBy(run);
  if (!isKeyferryError(thrown)) throw new Error("no KeyferryError was thrown");
  expect(`${thrown.message}${JSON.stringify(thrown.failures)}${thrown.stack}`).not.toContain(CANARY);
  const [failure] = thrown.failures;
  if (failure === undefined) throw new Error("no failure");
  return failure;
}
