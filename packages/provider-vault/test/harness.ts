import type { OpenConnection } from "@keyferry/core/provider";
import type { ProviderHarness } from "@keyferry/provider-testkit";
import { HTTP_FAULTS, storeFault } from "@keyferry/test-harness/conformance";
import { type Call, startVaultStore } from "@keyferry/test-harness/vault";
import plugin from "../src/index.ts";

const errorBody = (text: string) => JSON.stringify({ errors: [text] });
const toCall = ({ method, path, operation, write }: Call) => ({
  // As its documentation names them: the case's own names say nothing of what is asked.
  operation: `${method} ${path.replace(/^(secret\/\w+)\/.*?(\/?)$/s, (_, start, end) => `${start}/${end ? "FOLDER/" : "NAME"}`)}`,
  write,
  readsValue: operation === "read",
});

/** The provider and an embedded store of its own, as the conformance suite wants them. */
export async function startHarness(): Promise<ProviderHarness> {
  const store = await startVaultStore();
  const { roleId, secretId } = store.credentials;
  const connection: OpenConnection = {
    name: "conformance",
    fields: { url: `${store.endpoint}/v1/secret/`, kvVersion: "auto", allowPlainHttp: false },
    auth: { method: "app-role", fields: { authMount: "approle" } },
    credentials: { roleId, secretId },
  };
  return {
    name: "vault",
    plugin,
    entry: new URL("../src/index.ts", import.meta.url).href,
    connection,
    payloads: ["fields"],
    nameOf: (plain) => `app/deep/${plain}`,
    hostileNames: ["a b/c", "ü/世界/🔑", "\u202eevil", "quote'\"", "a:b;c=d&e+f", "UPPER/lower"],
    descriptions: ["describe"],
    otherCredentials: { secretId: "conformance-wrong-secret-id" },
    seed: (name, payload, { description } = {}) => {
      if (payload.kind !== "fields") throw new Error("Vault keeps records alone");
      store.put(name, payload.json, description === undefined ? {} : { customMetadata: { description } });
    },
    remove: (name) => store.remove(name),
    deny: (name) => store.deny({ operation: "read", name }),
    faults: [...HTTP_FAULTS, "login-ended"],
    fault: (kind, options) =>
      kind === "login-ended" ? store.expireTokens() : store.fault(storeFault(kind, options, errorBody)),
    clear: () => {
      store.clearFaults();
      store.allow();
    },
    calls: () => store.calls.map(toCall),
    seedMany: (count) => {
      const names = Array.from({ length: count }, (_, index) => `many/${index % 10}/${index}`);
      for (const name of names) store.put(name, { value: "value" });
      return names;
    },
    stop: () => store.close(),
  };
}
