import type { OpenConnection, Payload } from "@keyferry/core/provider";
import { type Call, type Fault, startVaultStore } from "@keyferry/test-harness/vault";
import plugin from "../src/index.ts";

/** The provider and an embedded store of its own, as the conformance suite wants them. */
export async function startHarness() {
  const store = await startVaultStore();
  const { roleId, secretId } = store.credentials;
  const connection: OpenConnection = {
    name: "conformance",
    fields: { url: `${store.endpoint}/v1/secret/`, kvVersion: "auto", allowPlainHttp: false },
    auth: { method: "app-role", fields: { authMount: "approle" } },
    credentials: { roleId, secretId },
  };
  return {
    plugin,
    connection,
    /** Vault keeps records alone. */
    seed: (name: string, payload: Payload & { readonly kind: "fields" }): string =>
      String(store.put(name, payload.json)),
    remove: (name: string): void => store.remove(name),
    deny: (name: string): void => store.deny({ name }),
    fault: (fault: Fault): void => store.fault(fault),
    calls: (): readonly Call[] => store.calls,
    writes: (): readonly Call[] => store.writes,
    stop: (): Promise<void> => store.close(),
  };
}
