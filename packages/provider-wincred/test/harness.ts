import type { OpenConnection, Payload } from "@keyferry/core/provider";
import { type Call, type Fault, startWincredStore } from "@keyferry/test-harness/wincred";
import { createProvider } from "../src/create-provider.ts";

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

/** The provider on a stand-in for the system's functions, as the conformance suite wants them. */
export async function startHarness() {
  const store = await startWincredStore();
  const connection: OpenConnection = {
    name: "conformance",
    fields: {},
    auth: { method: "current-user", fields: {} },
    credentials: {},
  };
  return {
    plugin: createProvider({ platform: "win32", loadApi: async () => store.api, userName: () => "harness" }),
    connection,
    store,
    seed: (name: string, payload: Payload): void => store.put(name, contentOf(payload)),
    remove: (name: string): void => store.remove(name),
    deny: (name: string): void => store.deny(name),
    fault: (fault: Fault): void => store.fault(fault),
    calls: (): readonly Call[] => store.calls,
    writes: (): readonly Call[] => store.writes,
    stop: (): Promise<void> => store.close(),
  };
}
