import type { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { Compute, IdentityPoolClient } from "google-auth-library";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type GcpStore, startGcpStore } from "../../src/gcp/index.ts";
import { ask, sdkClient } from "./harness.ts";

let store: GcpStore;
let client: SecretManagerServiceClient;

beforeEach(async () => {
  store = await startGcpStore();
  client = sdkClient(store);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await client.close();
  await store.close();
});

const parent = "projects/keyferry-harness";

describe("the unmodified SDK", () => {
  it("reads a value with its checksum and its exact name", async () => {
    const { name } = store.put("nas", { text: "123456789" });
    const [answer] = await client.accessSecretVersion({ name: `${parent}/secrets/nas/versions/latest` });
    expect(answer.name).toBe(name);
    expect(String(answer.payload?.data)).toBe("123456789");
    expect(answer.payload?.dataCrc32c).toBe(String(0xe3069283));
  });

  it("lists page by page and describes", async () => {
    for (let index = 0; index < 5; index++) store.put(`n${index}`, { text: "x", labels: { n: String(index) } });
    store.setAlias("n3", "blue", "1");
    store.paging.list = 2;
    const [secrets] = await client.listSecrets({ parent });
    expect(secrets.map(({ name }) => name?.split("/").at(-1))).toEqual(["n4", "n3", "n2", "n1", "n0"]);
    expect(store.calls.filter(({ operation }) => operation === "ListSecrets")).toHaveLength(3);
    const [secret] = await client.getSecret({ name: `${parent}/secrets/n3` });
    expect(secret).toMatchObject({
      name: `projects/${store.projectNumber}/secrets/n3`,
      labels: { n: "3" },
      versionAliases: { blue: "1" },
    });
  });

  it("is told each refusal by its own code", async () => {
    store.put("off", { text: "x" });
    store.setState("off", "disabled");
    store.put("locked", { text: "x" });
    store.deny({ name: "locked" });
    const code = (id: string) =>
      client.accessSecretVersion({ name: `${parent}/secrets/${id}/versions/latest` }).then(
        () => 0,
        (error: { code: number }) => error.code,
      );
    // NOT_FOUND, FAILED_PRECONDITION, PERMISSION_DENIED
    expect([await code("gone"), await code("off"), await code("locked")]).toEqual([5, 9, 7]);
  });

  it("may not write, and what it tries is counted", async () => {
    await expect(client.createSecret({ parent, secretId: "new", secret: {} })).rejects.toBeDefined();
    await expect(client.destroySecretVersion({ name: `${parent}/secrets/nas/versions/1` })).rejects.toBeDefined();
    await expect(client.deleteSecret({ name: `${parent}/secrets/nas` })).rejects.toBeDefined();
    expect(store.writes.map(({ line }) => line.split(" ")[0])).toEqual(["POST", "POST", "DELETE"]);
  });

  it("exchanges a federated login", async () => {
    const pool = new IdentityPoolClient(JSON.parse(store.files.federation()));
    const { token } = await pool.getAccessToken();
    expect((await ask(store, `/v1/${parent}/secrets`, token ?? "")).status).toBe(200);
    expect(store.calls.map(({ service }) => service)).toEqual(["subject", "sts", "secretmanager"]);
  });

  it("finds the machine's own login", async () => {
    vi.stubEnv("GCE_METADATA_HOST", store.metadataHost);
    const { token } = await new Compute().getAccessToken();
    expect((await ask(store, `/v1/${parent}/secrets`, token ?? "")).status).toBe(200);
  });
});
