import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { JWT } from "google-auth-library";
import type { GcpStore } from "../../src/gcp/index.ts";

/** The unmodified SDK, with its own login and its own transport. */
export function sdkClient(store: GcpStore): SecretManagerServiceClient {
  const { hostname, port } = new URL(store.endpoint);
  const { client_email: email, private_key: key, private_key_id: keyId } = JSON.parse(store.files.key());
  return new SecretManagerServiceClient({
    apiEndpoint: hostname,
    port: Number(port),
    protocol: "http",
    fallback: true,
    authClient: new JWT({ email, key, keyId }),
  });
}

/** One request as it stands, with a bearer token. */
export async function ask(store: GcpStore, path: string, token?: string, init: RequestInit = {}) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...init.headers };
  const response = await fetch(`${store.endpoint}${path}`, { redirect: "manual", ...init, headers });
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
  return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined };
}
