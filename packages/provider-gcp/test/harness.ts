import type { OpenConnection } from "@keyferry/core/provider";
import type { ProviderHarness } from "@keyferry/provider-testkit";
import { HTTP_FAULTS, PAGE_FAULTS, pagedStoreFault } from "@keyferry/test-harness/conformance";
import { type Call, startGcpStore } from "@keyferry/test-harness/gcp";
import plugin from "../src/index.ts";

const errorBody = (text: string) => JSON.stringify({ error: { code: 400, status: "INVALID_ARGUMENT", message: text } });
const toCall = ({ service, operation, write }: Call) => ({
  operation: `${service} ${operation}`,
  write,
  readsValue: operation === "AccessSecretVersion",
});

/** The provider and an embedded store of its own, as the conformance suite wants them. */
export async function startHarness(): Promise<ProviderHarness> {
  const store = await startGcpStore();
  const connection: OpenConnection = {
    name: "conformance",
    fields: { endpoint: store.endpoint, universeDomain: "googleapis.com" },
    auth: { method: "service-account-key", fields: {} },
    credentials: { keyJson: store.files.key() },
  };
  return {
    name: "gcp",
    plugin,
    entry: new URL("../src/index.ts", import.meta.url).href,
    connection,
    payloads: ["bytes"],
    hostileNames: ["-", "__a__", "0", "UPPER_and-lower", "a".repeat(255)],
    descriptions: ["list", "describe"],
    otherCredentials: { keyJson: store.files.key({ private_key_id: "0".repeat(40) }) },
    seed: (name, payload, { description } = {}) => {
      if (payload.kind !== "bytes") throw new Error("Google keeps bytes alone");
      store.put(name, { bytes: payload.bytes, ...(description === undefined ? {} : { annotations: { description } }) });
    },
    remove: (name) => store.remove(name),
    deny: (name) => store.deny({ permission: "secretmanager.versions.access", name }),
    faults: [...HTTP_FAULTS, ...PAGE_FAULTS, "login-ended"],
    fault: (kind, options) =>
      kind === "login-ended" ? store.expireTokens() : store.fault(pagedStoreFault(kind, options, errorBody)),
    clear: () => {
      store.clearFaults();
      store.allow();
    },
    calls: () => store.calls.map(toCall),
    seedMany: (count) => {
      store.paging.list = 1_000;
      const names = Array.from({ length: count }, (_, index) => `many-${index}`);
      for (const name of names) store.put(name, { text: "value" });
      return names;
    },
    stop: () => store.close(),
  };
}
