import type { OpenConnection, Payload } from "@keyferry/core/provider";
import type { ProviderHarness } from "@keyferry/provider-testkit";
import { type Call, startAwsStore } from "@keyferry/test-harness/aws";
import { HTTP_FAULTS, PAGE_FAULTS, pagedStoreFault } from "@keyferry/test-harness/conformance";
import plugin from "../src/index.ts";

const VALUES = new Set(["GetSecretValue", "BatchGetSecretValue"]);
const WRONG = "conformance-wrong-secret-key";

function contentOf(payload: Payload) {
  if (payload.kind === "fields") throw new Error("Secrets Manager keeps no records");
  return payload.kind === "text" ? { text: payload.text } : { bytes: payload.bytes };
}

const errorBody = (text: string) => JSON.stringify({ __type: "ValidationException", message: text, Message: text });
const toCall = ({ operation, write }: Call) => ({ operation, write, readsValue: VALUES.has(operation) });

/** The provider and an embedded store of its own, as the conformance suite wants them. */
export async function startHarness(): Promise<ProviderHarness> {
  const store = await startAwsStore();
  const connection: OpenConnection = {
    name: "conformance",
    fields: { region: store.region, endpoint: store.endpoint, fips: false, dualstack: false },
    auth: { method: "access-key", fields: {} },
    credentials: { ...store.credentials },
  };
  return {
    name: "aws",
    plugin,
    entry: new URL("../src/index.ts", import.meta.url).href,
    connection,
    payloads: ["text", "bytes"],
    nameOf: (plain) => `backup/${plain}`,
    hostileNames: ["a/b/../c", "..", "name-abcdef", "/a//b/", "UPPER_and.lower+=@-!"],
    descriptions: ["list", "describe"],
    otherCredentials: { secretAccessKey: WRONG },
    seed: (name, payload, { description } = {}) => {
      store.put(name, { ...contentOf(payload), ...(description === undefined ? {} : { description }) });
    },
    remove: (name) => store.remove(name),
    deny: (name) => store.deny({ action: "GetSecretValue", name }),
    faults: [...HTTP_FAULTS, ...PAGE_FAULTS],
    fault: (kind, options) => store.fault(pagedStoreFault(kind, options, errorBody)),
    clear: () => {
      store.clearFaults();
      store.allow();
    },
    calls: () => store.calls.map(toCall),
    seedMany: (count) => {
      const names = Array.from({ length: count }, (_, index) => `many/${index}`);
      for (const name of names) store.put(name, { text: "value" });
      return names;
    },
    stop: () => store.close(),
  };
}
