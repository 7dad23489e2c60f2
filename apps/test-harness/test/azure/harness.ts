import { request } from "node:https";
import { ClientSecretCredential, type TokenCredential } from "@azure/identity";
import { SecretClient, type SecretClientOptions } from "@azure/keyvault-secrets";
import { onTestFinished } from "vitest";
import { type AzureStore, type AzureStoreOptions, startAzureStore } from "../../src/azure/index.ts";

/** A store that lives as long as the test. */
export async function store(options?: AzureStoreOptions): Promise<AzureStore> {
  const started = await startAzureStore(options);
  onTestFinished(() => started.close());
  return started;
}

/** What the SDK needs to know of a store, without its own retries. */
export function sdkOptions({ authorityHost, ca }: AzureStore) {
  return { authorityHost, disableInstanceDiscovery: true, tlsOptions: { ca }, retryOptions: { maxRetries: 0 } };
}

export function secretCredential(azure: AzureStore): TokenCredential {
  const { tenantId, clientId, clientSecret } = azure.logins;
  return new ClientSecretCredential(tenantId, clientId, clientSecret, sdkOptions(azure));
}

/** The unmodified SDK. Challenges are not compared with the host, which is loopback. */
export function client(
  azure: AzureStore,
  credential = secretCredential(azure),
  options: SecretClientOptions = {},
): SecretClient {
  return new SecretClient(azure.vault, credential, {
    ...sdkOptions(azure),
    disableChallengeResourceVerification: true,
    ...options,
  });
}

/** The status and the code that the SDK gives a failure; the test fails when there is none. */
export async function failureOf(failing: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await failing;
  } catch (error) {
    return error as Record<string, unknown>;
  }
  throw new Error("It was expected to fail.");
}

export interface Raw {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One request without the SDK. */
export function raw(
  azure: AzureStore,
  url: string,
  method = "GET",
  headers: Record<string, string> = {},
): Promise<Raw> {
  const { promise, resolve, reject } = Promise.withResolvers<Raw>();
  request(url, { ca: azure.ca, method, headers, agent: false }, (answer) => {
    let body = "";
    answer.setEncoding("utf8").on("data", (part: string) => {
      body += part;
    });
    answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
  })
    .on("error", reject)
    .end();
  return promise;
}
