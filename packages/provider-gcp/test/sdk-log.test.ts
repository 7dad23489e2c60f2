import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type GcpStore, startGcpStore } from "@keyferry/test-harness/gcp";
import { canary, LeakScanner } from "@keyferry/test-harness/leaks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let store: GcpStore;

beforeEach(async () => {
  store = await startGcpStore();
});
afterEach(() => store.close());

const SUPPORT = new URL("./support/connection.ts", import.meta.url).href;
const SDK = import.meta.resolve("@google-cloud/secret-manager");

/** What a program of its own prints with every log of the SDK turned on. */
async function printed(body: string): Promise<string> {
  const program = `const { open, closeAll, patient, fields } = await import(${JSON.stringify(SUPPORT)});\n${body}`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    env: {
      ...process.env,
      GOOGLE_SDK_NODE_LOGGING: "all",
      GOOGLE_SDK_NODE_ENABLE_TRACING: "true",
      DEBUG: "*",
      GCE_METADATA_HOST: store.metadataHost,
      GOOGLE_APPLICATION_CREDENTIALS: "",
      CLOUDSDK_CONFIG: "/nonexistent",
    },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout + stderr;
}

describe("the SDK's own log", () => {
  it("is silent, whatever the variables say", async () => {
    const value = canary();
    store.put("nas", { text: value });
    const of = `{ ...fields({ endpoint: ${JSON.stringify(store.endpoint)} }), auth: { method: "application-default", fields: {} }, credentials: {} }`;
    const out = await printed(`
      const session = await open(${of});
      const [outcome] = await session.fetch([{ name: "nas" }], patient());
      await session.check(patient());
      await closeAll();
      process.stdout.write(outcome.ok ? "read" : outcome.error.message);`);
    expect(out).toBe("read");
    expect(new LeakScanner([value]).scanText(out, "output")).toEqual([]);
  });

  it("would show the value otherwise", async () => {
    const value = canary();
    store.put("nas", { text: value });
    const of = `{ fallback: true, protocol: "http", apiEndpoint: "127.0.0.1", port: ${new URL(store.endpoint).port}, credentials: ${store.files.key()} }`;
    const out = await printed(`
      const { SecretManagerServiceClient } = await import(${JSON.stringify(SDK)});
      const name = "projects/${store.project}/secrets/nas/versions/latest";
      await new SecretManagerServiceClient(${of}).accessSecretVersion({ name });
      process.exit(0);`);
    const bytes = JSON.stringify([...Buffer.from(value)]);
    expect(out.includes(value) || out.includes(bytes)).toBe(true);
  });
});
