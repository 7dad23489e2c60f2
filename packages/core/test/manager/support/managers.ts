import type { ConnectionPool, Trial } from "../../../src/connections/port.ts";
import { systemClock } from "../../../src/contract/clock.ts";
import { KeyferryError } from "../../../src/contract/failure.ts";
import type { Manifest } from "../../../src/contract/manifest.ts";
import { defineProvider, type ProviderPlugin } from "../../../src/contract/plugin.ts";
import type { RemoteSecret } from "../../../src/contract/session.ts";
import { Assistant } from "../../../src/manager/assistant.ts";
import { ConnectionManager } from "../../../src/manager/connection-manager.ts";
import { LoginManager } from "../../../src/manager/login-manager.ts";
import { ProfileManager } from "../../../src/manager/profile-manager.ts";
import { ProviderManager } from "../../../src/manager/provider-manager.ts";
import { SecretManager } from "../../../src/manager/secret-manager.ts";
import type { PluginHost } from "../../../src/plugins/port.ts";
import type { Examined, RemoteReader } from "../../../src/resolve/port.ts";
import type { RemoteShape } from "../../../src/resolve/shape.ts";
import { storeAt, temporaryFolder } from "../../settings/support/folder.ts";
import { MemoryCredentialStore } from "../../support/memory-credential-store.ts";

const manifest: Manifest = {
  apiVersion: 1,
  id: "fake",
  displayName: "Fake manager",
  docsUrl: "https://example.org",
  fields: [
    { name: "region", type: "text", label: "Region", description: "Where it is", required: true, pointsTo: true },
    { name: "colour", type: "text", label: "Colour", description: "How it looks" },
  ],
  auth: [
    {
      id: "token",
      label: "Token",
      description: "A token",
      fields: [{ name: "token", type: "text", label: "Token", description: "It", sensitive: true, required: true }],
    },
  ],
  capabilities: { maxBatch: 1, batchVersions: false, describe: true, versions: false, masksMissing: false },
};

/** A host without recipes. */
export const NO_RECIPES = { recipes: async () => ({ found: [], broken: [] }) };

const plugin: ProviderPlugin = defineProvider({
  manifest,
  // Names are folded to lower case, and "!" is none.
  address: (text) =>
    text.startsWith("!")
      ? { ok: false, error: { code: "invalid-address", message: "a name does not start with !" } }
      : { ok: true, name: text.toLowerCase() },
  policy: () => [],
  open: () => Promise.reject(new Error("managers open nothing")),
});

/** What the managers of a test ask of a secrets manager: every call is recorded. */
class FakeRemote implements RemoteReader {
  readonly calls: string[] = [];
  shapes: Record<string, RemoteShape> = {};
  described: () => Promise<RemoteSecret | undefined> = async () => undefined;

  async shape(connectionId: string, { remoteName, version }: { remoteName: string; version?: string }) {
    this.calls.push(`shape ${remoteName}${version ?? ""}`);
    const shape = this.shapes[remoteName];
    if (shape === undefined) throw failure("not-found", connectionId);
    return shape;
  }

  misfit: Examined["misfit"];

  async examine(connectionId: string, target: { remoteName: string; version?: string }): Promise<Examined> {
    const shape = await this.shape(connectionId, target);
    return this.misfit ? { shape, misfit: this.misfit } : { shape };
  }

  async describe(_: string, { remoteName }: { remoteName: string }) {
    this.calls.push(`describe ${remoteName}`);
    return this.described();
  }

  async *list(_: string, filter?: string): AsyncGenerator<RemoteSecret> {
    this.calls.push(`list ${filter ?? ""}`);
    yield { name: "backup/nas", description: "The NAS" };
  }

  checked: () => Promise<void> = async () => {};

  async check(connectionId: string) {
    this.calls.push("check");
    await this.checked();
    return { identity: connectionId, canList: "yes" as const };
  }

  /** Called while a connection that is not saved is checked. */
  trying: (trial: Trial) => Promise<void> = async () => {};

  async checkUnsaved(trial: Trial) {
    this.calls.push("check unsaved");
    await this.trying(trial);
    return { identity: trial.id, canList: "yes" as const };
  }
}

export function failure(code: "not-found" | "access-denied" | "throttled", where: string): KeyferryError {
  return new KeyferryError({ code, message: "made up", where });
}

const plugins: PluginHost = {
  locate: async (provider) => {
    if (provider !== "fake" && provider !== "acme-fake") {
      throw new KeyferryError({ code: "plugin", message: "it is not installed", hint: `npm install ${provider}` });
    }
    return { id: "fake", package: "acme-fake", version: "1.2.3", apiVersion: 1, entry: "file:///none" };
  },
  load: async (provider) => {
    await plugins.locate(provider);
    return plugin;
  },
};

/** All managers over a settings folder of their own. */
export async function managers() {
  const store = storeAt(await temporaryFolder());
  const remote = new FakeRemote();
  const sealed = new MemoryCredentialStore();
  const credentialStore = sealed.lazily();
  const pool: ConnectionPool = {
    get: async (id) => {
      const { name, fields, auth } = (await store.read()).connections.get(id) ?? {
        name: "",
        fields: {},
        auth: { method: "", fields: {} },
      };
      const unexpected = () => Promise.reject(new Error("managers open nothing"));
      return { id, name, plugin, fields: { name, fields, auth }, session: unexpected, reopen: unexpected };
    },
    try: () => Promise.reject(new Error("managers open nothing")),
    loginVariables: async () => ({ sources: [], ambient: [] }),
    closeDescriptors: () => {},
    readLogin: async (_, fields) => Object.fromEntries(fields.map((field) => [field, `cnry_of_${field}`])),
    dispose: async () => {},
  };
  const ports = { store, plugins, remote, credentialStore };
  return {
    store,
    remote,
    sealed,
    ports,
    connections: new ConnectionManager(ports),
    logins: new LoginManager({ store, pool, plugins, remote, credentialStore, clock: systemClock }),
    secrets: new SecretManager({ store, pool, remote }),
    assistance: new Assistant({ store }),
    profiles: new ProfileManager({ recipes: NO_RECIPES, store }),
    providers: new ProviderManager({ store, plugins, offered: [] }),
  };
}

/** The same with a connection `prod` in place. */
export async function managersWithConnection() {
  const all = await managers();
  await all.connections.create({
    name: "prod",
    provider: "fake",
    fields: { region: "north" },
    sources: { token: "env:TOKEN" },
  });
  return all;
}
