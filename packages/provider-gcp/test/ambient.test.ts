import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FieldValue, OpenConnection } from "@keyferry/core/provider";
import { type GcpStore, startGcpStore } from "@keyferry/test-harness/gcp";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closeAll, fields, open, patient } from "./support/connection.ts";
import { failureOf } from "./support/failure-of.ts";

let store: GcpStore;
let folder: string;

/** The variables of a machine's login point to files of this test alone; there is no metadata server. */
beforeEach(async () => {
  store = await startGcpStore();
  folder = mkdtempSync(join(tmpdir(), "keyferry-gcp-"));
  mkdirSync(join(folder, "gcloud"));
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", undefined);
  vi.stubEnv("CLOUDSDK_CONFIG", join(folder, "gcloud"));
  vi.stubEnv("GCE_METADATA_HOST", "127.0.0.1:1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await closeAll();
  await store.close();
  rmSync(folder, { recursive: true });
});

function connection(
  more: Readonly<Record<string, FieldValue>> = {},
  auth: Readonly<Record<string, FieldValue>> = {},
): OpenConnection {
  const given = { project: store.project, endpoint: store.endpoint, tokenUri: store.tokenUri, ...more };
  return { ...fields(given), auth: { method: "application-default", fields: auth }, credentials: {} };
}

function name(text: string): void {
  const path = join(folder, "credentials.json");
  writeFileSync(path, text);
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", path);
}

const check = async (of: OpenConnection) => (await open(of)).check(patient());
const failure = (of: OpenConnection) => failureOf(check(of));
const operations = () => store.calls.map(({ operation }) => operation);

describe("what the machine offers", () => {
  it("is the file that the variable names, before gcloud's own", async () => {
    writeFileSync(join(folder, "gcloud", "application_default_credentials.json"), "{}");
    name(store.files.user());
    expect(await check(connection())).toMatchObject({ canList: "yes", renewable: true });
    expect(operations()).toEqual(["Token", "ListSecrets"]);
    expect(store.calls.at(-1)?.principal).toBe("person@example.com");
  });

  it("is gcloud's login where the variable names none", async () => {
    writeFileSync(join(folder, "gcloud", "application_default_credentials.json"), store.files.user());
    expect(await check(connection())).toMatchObject({ canList: "yes" });
  });

  it("is gcloud's login that acts as a service account", async () => {
    name(store.files.impersonated());
    expect(await check(connection())).toMatchObject({ canList: "yes", identity: store.email });
    expect(operations()).toEqual(["Token", "GenerateAccessToken", "ListSecrets"]);
    expect(store.calls.at(-1)?.principal).toBe(store.email);
  });

  it("is a service account's key, and its project", async () => {
    name(store.files.key());
    expect(await check(connection({ project: "" }))).toMatchObject({ canList: "yes", identity: store.email });
  });

  it("is a federated login, with what the connection allows it", async () => {
    name(store.files.federation());
    expect(await failure(connection())).toMatchObject({ code: "invalid-connection" });
    expect(await check(connection({}, { subjectTokenUrl: store.endpoint }))).toMatchObject({ canList: "yes" });
  });

  it("is the service account of the machine where there is no file, and its project", async () => {
    vi.stubEnv("GCE_METADATA_HOST", store.metadataHost);
    store.put("nas", { text: "x" });
    const session = await open(connection({ project: "" }));
    expect(await session.check(patient())).toMatchObject({ canList: "yes", identity: store.email, renewable: true });
    expect(await session.fetch([{ name: "nas" }], patient())).toMatchObject([{ ok: true }]);
    expect(store.calls.at(-1)?.principal).toBe(store.email);
  });

  it("is not asked for through a proxy of the environment", async () => {
    const trap = await startGcpStore();
    for (const variable of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"])
      vi.stubEnv(variable, trap.endpoint);
    vi.stubEnv("GCE_METADATA_HOST", store.metadataHost);
    expect(await check(connection())).toMatchObject({ canList: "yes" });
    expect(trap.calls).toHaveLength(0);
    await trap.close();
  });

  it("is not taken from a server that is none of Google's", async () => {
    vi.stubEnv("GCE_METADATA_HOST", store.metadataHost);
    store.fault({ kind: "html", operation: "Metadata" });
    expect(await failure(connection())).toMatchObject({ code: "unauthenticated" });
    expect(operations()).toEqual(["Metadata"]);
  });

  it("is nothing, which is said so", async () => {
    expect(await failure(connection())).toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining("offers no login"),
    });
    expect(store.calls).toHaveLength(0);
  });

  it.each<[string, () => string, string]>([
    ["no JSON", () => "x", "unauthenticated"],
    ["a kind of tomorrow", () => `{"type":"tomorrow"}`, "unsupported"],
    ["a login that is not whole", () => store.files.user({ refresh_token: undefined }), "unauthenticated"],
    ["a login of another universe", () => store.files.user({ universe_domain: "evil.example" }), "invalid-connection"],
    [
      "a login that acts as an account elsewhere",
      () =>
        store.files.impersonated({ service_account_impersonation_url: "https://evil.example/x:generateAccessToken" }),
      "invalid-connection",
    ],
    [
      "a login that acts through another",
      () => store.files.impersonated({ source_credentials: JSON.parse(store.files.impersonated()) }),
      "unauthenticated",
    ],
    ["a key that goes elsewhere", () => store.files.key({ token_uri: "https://evil.example/" }), "invalid-connection"],
  ])("is refused before anything is sent: %s", async (_, text, code) => {
    name(text());
    expect(await failure(connection())).toMatchObject({ code });
    expect(store.calls).toHaveLength(0);
  });

  it("is no other login where the variable names a file that does not exist", async () => {
    writeFileSync(join(folder, "gcloud", "application_default_credentials.json"), store.files.user());
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", join(folder, "none.json"));
    expect(await failure(connection())).toMatchObject({ code: "unauthenticated" });
    expect(store.calls).toHaveLength(0);
  });

  it("is unauthenticated where the refresh token is revoked", async () => {
    name(store.files.user({ refresh_token: "1//another" }));
    expect(await failure(connection())).toMatchObject({ code: "unauthenticated" });
  });

  it.runIf(process.geteuid?.() === 0)("is the machine's where the user is only a number, without a home", async () => {
    const ambient = new URL("../src/ambient.ts", import.meta.url).href;
    const program = `const { readAmbient } = await import(${JSON.stringify(ambient)});
      process.setuid(54321);
      console.log(JSON.stringify(await readAmbient({}, {})));`;
    const args = ["--no-warnings", "--input-type=module", "--eval", program];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: {} });
    expect(JSON.parse(stdout)).toEqual({ kind: "machine" });
  });
});
