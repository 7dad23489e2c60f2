import type { OpenConnection, Payload } from "@keyferry/core/provider";
import type { FaultKind, FaultOptions, ProviderHarness } from "@keyferry/provider-testkit";
import { type Fault, startWincredStore, type WincredStore } from "@keyferry/test-harness/wincred";
import { createProvider } from "../src/create-provider.ts";

/**
 * `CRED_MAX_CREDENTIAL_BLOB_SIZE`
 * (https://learn.microsoft.com/en-us/windows/win32/api/wincred/ns-wincred-credentialw, `CredentialBlobSize`).
 */
const MAX_BLOB = 2_560;

/** What a payload is as a credential: a record's `username` and `password`, or a blob. */
function contentOf(payload: Payload): { readonly userName?: string; readonly blob?: Uint8Array | string } {
  if (payload.kind === "bytes") return { blob: payload.bytes };
  if (payload.kind === "text") return { blob: payload.text };
  const { username, password } = JSON.parse(payload.json) as { username?: string; password?: string };
  return {
    ...(username === undefined ? {} : { userName: username }),
    ...(password === undefined ? {} : { blob: password }),
  };
}

/** The system's error 1722, the RPC server is unavailable, and 1312, the logon session does not exist. */
function faultOf(kind: FaultKind, { ms = 0, text = "" }: FaultOptions): Fault {
  if (kind === "delay") return { kind, ms };
  if (kind === "echo") return { kind: "throw", text };
  return { kind: "code", code: kind === "login-ended" ? 1_312 : 1_722 };
}

/** The provider on a stand-in for the system's functions, as the conformance suite wants them. */
export async function startHarness(): Promise<ProviderHarness & { readonly store: WincredStore }> {
  const store = await startWincredStore();
  const connection: OpenConnection = {
    name: "conformance",
    fields: {},
    auth: { method: "current-user", fields: {} },
    credentials: {},
  };
  return {
    name: "wincred",
    plugin: createProvider({ platform: "win32", loadApi: async () => store.api, userName: () => "harness" }),
    entry: new URL("../src/index.ts", import.meta.url).href,
    connection,
    store,
    payloads: ["fields", "bytes"],
    fieldNames: ["username", "password"],
    maxValueBytes: MAX_BLOB,
    hostileNames: ["git:https://host/a b", "ü/世界/🔑", "\u202eevil", "..\\up", "%2e?#", "*star", "UPPER lower"],
    descriptions: ["list", "describe"],
    seed: (name, payload, { description } = {}) => {
      store.put(name, { ...contentOf(payload), ...(description === undefined ? {} : { comment: description }) });
    },
    remove: (name) => store.remove(name),
    deny: (name) => store.deny(name),
    faults: ["unavailable", "echo", "delay", "login-ended"],
    fault: (kind, options = {}) => store.fault(faultOf(kind, options)),
    clear: () => {
      store.clearFaults();
      store.allow();
    },
    calls: () =>
      store.calls.map(({ operation }) => ({ operation, write: false, readsValue: operation === "CredReadW" })),
    seedMany: (count) => {
      const names = Array.from({ length: count }, (_, index) => `many/${index}`);
      for (const name of names) store.put(name, { blob: "value" });
      return names;
    },
    stop: () => store.close(),
  };
}
