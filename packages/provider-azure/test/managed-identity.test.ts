import type { OpenConnection } from "@keyferry/core/provider";
import { type AzureStore, startAzureStore } from "@keyferry/test-harness/azure";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkInProcess } from "./support/check-in-process.ts";
import { connection } from "./support/connection.ts";

let store: AzureStore;
beforeEach(async () => {
  store = await startAzureStore();
});
afterEach(() => store.close());

const identity = (fields: OpenConnection["auth"]["fields"] = {}, method = "managed-identity") =>
  connection(store, {}, { method, fields }, {});
const asked = () => store.calls.filter(({ service }) => service === "identity");
const machine = () => ({ canList: "yes", identity: expect.stringContaining(store.logins.identityClientId) });

describe("a managed identity", () => {
  it("of a virtual machine, its own and a user-assigned one, in sessions one after the other", async () => {
    const { identityClientId, identityHost } = store.logins;
    const { results } = await checkInProcess([identity(), identity({ identityClientId })], {
      AZURE_POD_IDENTITY_AUTHORITY_HOST: identityHost,
    });
    expect(results).toMatchObject([machine(), machine()]);
    expect(asked().map(({ status }) => status)).toEqual([200, 200]);
  });

  it("of an app, through its variables", async () => {
    const { identityEndpoint, identityHeader } = store.logins;
    const variables = { IDENTITY_ENDPOINT: identityEndpoint, IDENTITY_HEADER: identityHeader };
    const { results } = await checkInProcess([identity(), identity({}, "default-chain")], variables);
    expect(results).toMatchObject([machine(), machine()]);
  });

  it("that the machine has not is told, in a later session too", async () => {
    const { clientId, identityHost } = store.logins;
    const { results } = await checkInProcess([identity(), identity({ identityClientId: clientId })], {
      AZURE_POD_IDENTITY_AUTHORITY_HOST: identityHost,
    });
    expect(results).toMatchObject([
      machine(),
      { code: "unauthenticated", message: expect.stringContaining("no such managed identity") },
    ]);
  });

  it("is not asked for elsewhere than on the machine itself", async () => {
    for (const elsewhere of ["https://identity.evil.example", "http://10.255.255.1", "http://127.0.0.1.evil.example"]) {
      const variables = { AZURE_POD_IDENTITY_AUTHORITY_HOST: elsewhere };
      const { results } = await checkInProcess([identity()], variables);
      expect(results).toMatchObject([{ code: "invalid-connection", message: expect.stringContaining("another host") }]);
    }
    expect(asked()).toEqual([]);
  });

  it("is told to be missing where no endpoint answers", async () => {
    const variables = { AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:1" };
    const { results } = await checkInProcess([identity(), identity({}, "default-chain")], variables);
    expect(results).toMatchObject([
      { code: "unauthenticated", message: expect.stringContaining("no endpoint") },
      { code: "unauthenticated", message: expect.stringContaining("nothing on this machine") },
    ]);
  });

  it("is tried again later where its endpoint is busy", async () => {
    store.fault({ kind: "http-status", status: 429, operation: "IdentityToken", headers: { "retry-after": "5" } });
    const { results } = await checkInProcess([identity()], {
      AZURE_POD_IDENTITY_AUTHORITY_HOST: store.logins.identityHost,
    });
    expect(results).toMatchObject([{ code: "throttled", retryAfterMs: 5_000 }]);
    expect(asked()).toHaveLength(1);
  });
});

describe("the SDK's log", () => {
  it.each(["AZURE_LOG_LEVEL", "TYPESPEC_RUNTIME_LOG_LEVEL", "DEBUG"])(
    "stays off, or says nothing, with %s",
    async (name) => {
      const level = name === "DEBUG" ? "*" : "verbose";
      const { results, stderr } = await checkInProcess([connection(store)], { [name]: level });
      expect(results).toMatchObject([{ canList: "yes" }]);
      for (const secret of [store.logins.clientSecret, "eyJ"]) expect(stderr).not.toContain(secret);
      if (name === "AZURE_LOG_LEVEL") expect(stderr).toBe("");
    },
  );
});
