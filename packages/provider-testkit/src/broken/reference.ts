import { randomBytes } from "node:crypto";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type AddressResult,
  type Capabilities,
  defineProvider,
  type Host,
  type Manifest,
  type OpenConnection,
  type ProviderPlugin,
  type Session,
} from "@keyferry/core/provider";
import { FAULT_KINDS, type ProviderHarness } from "../harness.ts";
import { MemoryStore } from "./memory-store.ts";
import type { referenceFailure } from "./reference-errors.ts";
import { FULL, referenceManifest } from "./reference-manifest.ts";
import { ReferenceSession } from "./reference-session.ts";

/** What a session is made with, for what breaks it. */
export interface Opened {
  readonly connection: OpenConnection;
  readonly host: Host;
  readonly store: MemoryStore;
  readonly signal: AbortSignal;
}

/** Changes to the reference, each of which may break it. */
export interface Change {
  readonly capabilities?: Capabilities;
  readonly manifest?: (good: Manifest) => Manifest;
  readonly pure?: (good: ProviderPlugin) => Partial<Pick<ProviderPlugin, "address" | "policy">>;
  readonly toFailure?: typeof referenceFailure;
  /** Members of the session that are replaced. */
  readonly session?: (good: Session, opened: Opened) => Partial<Session> | Promise<Partial<Session>>;
  /** The connection that is opened in place of the given one. */
  readonly connect?: (given: OpenConnection, store: MemoryStore) => OpenConnection;
  readonly entry?: "good" | "eager" | "noisy";
  readonly stop?: () => void;
}

function address(text: string): AddressResult {
  if (text !== "" && text.length <= 200 && text.isWellFormed()) return { ok: true, name: text };
  const message = "a name of the store has 1 to 200 characters of well-formed text";
  return { ok: false, error: { code: "invalid-address", message } };
}

/** A plugin over a store in memory, changed as asked for. */
export function referencePlugin(store: MemoryStore, change: Change = {}): ProviderPlugin {
  const manifest = referenceManifest(change.capabilities ?? FULL);
  const { masksMissing, versions, describe } = manifest.capabilities;
  const toFailure = change.toFailure === undefined ? {} : { toFailure: change.toFailure };
  const good: ProviderPlugin = defineProvider({
    manifest: change.manifest?.(manifest) ?? manifest,
    address,
    policy: (addresses) => [
      { title: "Read", language: "text", text: `list\n${addresses.map(({ name }) => `get ${name}`).join("\n")}` },
    ],
    open: async (given, host, { signal }) => {
      const connection = change.connect?.(given, store) ?? given;
      const token = connection.credentials.token ?? "";
      const session = new ReferenceSession({ store, token, masksMissing, versions, ...toFailure });
      const whole: Session = {
        check: (context) => session.check(context),
        list: (query, context) => session.list(query, context),
        ...(describe ? { describe: (name, context) => session.describe(name, context) } : {}),
        fetch: (addresses, context) => session.fetch(addresses, context),
        dispose: () => session.dispose(),
      };
      return { ...whole, ...(await change.session?.(whole, { connection, host, store, signal })) };
    },
  });
  return { ...good, ...change.pure?.(good) };
}

/** The reference with a store of its own, as the suite wants it. Without a change it passes every case that applies. */
export function referenceHarness(change: Change = {}): ProviderHarness {
  const store = new MemoryStore(`token-${randomBytes(16).toString("hex")}`);
  const ending = extname(fileURLToPath(import.meta.url));
  return {
    name: "reference",
    plugin: referencePlugin(store, change),
    entry: new URL(`./entries/${change.entry ?? "good"}${ending}`, import.meta.url).href,
    connection: {
      name: "conformance",
      fields: { site: "here" },
      auth: { method: "token", fields: {} },
      credentials: { token: store.token },
    },
    payloads: ["text", "bytes", "fields"],
    hostileNames: ["a b/ü", "世界 🔑", "../up", "\u001b[31mred", "\u202eevil", "quote'\"", "two\nlines"],
    descriptions: ["list", "describe"],
    otherCredentials: { token: `token-${randomBytes(16).toString("hex")}` },
    seed: (name, payload, options) => store.put(name, payload, options?.description),
    remove: (name) => void store.secrets.delete(name),
    deny: (name) => void store.denied.add(name),
    faults: FAULT_KINDS,
    fault: (kind, options) => store.fault(kind, options),
    clear: () => store.clear(),
    calls: () => store.calls,
    seedMany: (count) => {
      const names = Array.from({ length: count }, (_, index) => `many/${index}`);
      for (const name of names) store.put(name, { kind: "text", text: "value" }, undefined);
      return names;
    },
    stop: () => change.stop?.(),
  };
}
