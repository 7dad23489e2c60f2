import { setTimeout } from "node:timers/promises";
import type { OpenConnection } from "@keyferry/core/provider";
import type { ProviderHarness } from "@keyferry/provider-testkit";
import { type Call, startAzureStore } from "@keyferry/test-harness/azure";
import { HTTP_FAULTS, PAGE_FAULTS, pagedStoreFault } from "@keyferry/test-harness/conformance";
import plugin from "../src/index.ts";

/** https://learn.microsoft.com/azure/key-vault/secrets/about-secrets: a value has at most 25 KB. */
const MAX_VALUE = 25_000;

const errorBody = (text: string) => JSON.stringify({ error: { code: "BadParameter", message: text } });
const toCall = ({ service, operation, write }: Call) => ({
  operation: `${service} ${operation}`,
  write,
  readsValue: operation === "GetSecret",
});

/** The provider and an embedded store of its own, as the conformance suite wants them. */
export async function startHarness(): Promise<ProviderHarness> {
  const store = await startAzureStore();
  const { tenantId, clientId, clientSecret } = store.logins;
  let ended = false;
  const connection: OpenConnection = {
    name: "conformance",
    fields: {
      vault: store.vault,
      cloud: "public",
      customVault: true,
      authorityHost: store.authorityHost,
      caFile: store.caFile,
      outsideValidity: false,
    },
    auth: { method: "client-secret", fields: { tenantId, clientId } },
    credentials: { clientSecret },
  };
  return {
    name: "azure",
    plugin,
    entry: new URL("../src/index.ts", import.meta.url).href,
    connection,
    payloads: ["text"],
    maxValueBytes: MAX_VALUE,
    hostileNames: ["-", "---a---", "0", "UPPER-and-lower", "a".repeat(127)],
    descriptions: ["list", "describe"],
    otherCredentials: { clientSecret: "conformance-wrong-client-secret" },
    seed: (name, payload, { description } = {}) => {
      if (payload.kind !== "text") throw new Error("Key Vault keeps texts alone");
      store.put(name, payload.text, description === undefined ? {} : { contentType: description });
    },
    remove: (name) => store.remove(name),
    deny: (name) => store.deny({ action: "getSecret", name }),
    faults: [...HTTP_FAULTS, ...PAGE_FAULTS, "login-ended"],
    fault: (kind, options) => {
      if (kind !== "login-ended") return store.fault(pagedStoreFault(kind, options, errorBody));
      store.expireTokens();
      ended = true;
    },
    clear: async () => {
      store.clearFaults();
      store.allow();
      // A token says in whole seconds when it was issued: one of the second in which all were ended is ended too.
      if (ended) await setTimeout(1_010 - (Date.now() % 1_000));
      ended = false;
    },
    calls: () => store.calls.map(toCall),
    seedMany: (count) => {
      store.paging.list = 500;
      const names = Array.from({ length: count }, (_, index) => `many-${index}`);
      for (const name of names) store.put(name, "value");
      return names;
    },
    stop: () => store.close(),
  };
}
