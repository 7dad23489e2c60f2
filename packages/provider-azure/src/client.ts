import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
} from "@azure/core-rest-pipeline";
import {
  AzureCliCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DefaultAzureCredential,
  DeviceCodeCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { setLogLevel } from "@azure/logger";
import { type Host, ProviderError } from "@keyferry/core/provider";
import type { SecretsApi } from "./api.ts";
import type { AzureConnection } from "./connection.ts";
import type { AskLocal } from "./identity-endpoint.ts";
import type { Login } from "./login.ts";
import { createLoginTransport } from "./login-transport.ts";
import type { Reach } from "./reach.ts";
import { createApi } from "./secrets-api.ts";
import { noLogin, TokenSource } from "./token-source.ts";
import { createVaultTransport } from "./vault-transport.ts";
import type { Send } from "./wire.ts";

/**
 * What every pipeline of the SDK gets. The host alone retries, no redirect is followed (the SDK would follow one within
 * the origin, with the token).
 */
const PIPELINE = {
  retryOptions: { maxRetries: 0 },
  redirectOptions: { maxRetries: 0 },
  userAgentOptions: { userAgentPrefix: "keyferry" },
};

/** The transport of a pipeline: the agent and the proxy that its policies put on a request are left alone. */
function httpClient(send: Send): HttpClient {
  return {
    async sendRequest(request) {
      const { method, url, body } = request;
      if (body !== undefined && body !== null && typeof body !== "string") {
        throw new ProviderError({ code: "internal", message: "the Azure SDK sends what is no text" });
      }
      const headers = request.headers.toJSON({ preserveCase: true });
      const answer = await send({ method, url, headers, ...(typeof body === "string" ? { body } : {}) });
      return { request, status: answer.status, headers: createHttpHeaders(answer.headers), bodyAsText: answer.text };
    },
  };
}

/** For the identity endpoint of the machine alone: what may be asked is decided before. */
const askLocal: AskLocal = async ({ method, url, headers, body = null }, abortSignal) => {
  const answer = await createDefaultHttpClient().sendRequest(
    createPipelineRequest({
      method: method === "POST" ? "POST" : "GET",
      url,
      headers: createHttpHeaders(headers),
      body,
      abortSignal,
      allowInsecureConnection: true,
      // Every body as a stream, so that its length can be capped.
      streamResponseStatusCodes: new Set([Number.POSITIVE_INFINITY]),
    }),
  );
  const stream = (answer.readableStreamBody ?? []) as AsyncIterable<Uint8Array | string>;
  return { status: answer.status, headers: answer.headers.toJSON(), body: stream };
};

/**
 * The credential of one auth method. An authority that is given is the only one: the SDK then reads AZURE_AUTHORITY_HOST no
 * more, and asks no instance discovery elsewhere.
 */
function credentialOf(login: Login, settings: AzureConnection, host: Host, client: HttpClient): TokenCredential {
  const options = {
    ...PIPELINE,
    authorityHost: settings.logins[0],
    disableInstanceDiscovery: true,
    httpClient: client,
  };
  switch (login.kind) {
    case "managed-identity":
      return login.clientId === undefined
        ? new ManagedIdentityCredential(options)
        : new ManagedIdentityCredential(login.clientId, options);
    case "workload-identity":
      // What is not given, the SDK takes from its variables.
      return new WorkloadIdentityCredential({
        ...options,
        ...(login.tenantId === undefined ? {} : { tenantId: login.tenantId }),
        ...(login.clientId === undefined ? {} : { clientId: login.clientId }),
        ...(login.tokenFile === undefined ? {} : { tokenFilePath: login.tokenFile }),
      });
    case "azure-cli":
      return new AzureCliCredential({
        processTimeoutInMs: 10_000,
        ...(login.tenantId === undefined ? {} : { tenantId: login.tenantId }),
      });
    case "client-secret":
      return new ClientSecretCredential(login.tenantId, login.clientId, login.secret, options);
    case "client-certificate": {
      const { tenantId, clientId, pem, password, sendChain } = login;
      const certificate = { certificate: pem, ...(password === undefined ? {} : { certificatePassword: password }) };
      return new ClientCertificateCredential(tenantId, clientId, certificate, {
        ...options,
        sendCertificateChain: sendChain,
      });
    }
    case "device-code":
      return new DeviceCodeCredential({
        ...options,
        tenantId: login.tenantId,
        ...(login.clientId === undefined ? {} : { clientId: login.clientId }),
        userPromptCallback: ({ userCode, verificationUri }) =>
          host.log({
            level: "warn",
            message: "to log in, enter the code on this page",
            fields: { page: verificationUri, code: userCode },
          }),
      });
    case "default-chain":
      return new DefaultAzureCredential({
        ...options,
        processTimeoutInMs: 10_000,
        ...(login.tenantId === undefined ? {} : { tenantId: login.tenantId }),
        ...(login.clientId === undefined ? {} : { managedIdentityClientId: login.clientId }),
      });
  }
}

/** Some credentials throw when they are made, where a variable that they need is not set. */
function makeCredential(make: () => TokenCredential, { kind }: Login): TokenCredential {
  try {
    return make();
  } catch {
    throw new ProviderError(noLogin(kind));
  }
}

/** Opens a client for one connection. Sends nothing yet. */
export function connect(settings: AzureConnection, login: Login, host: Host, reach: Reach): SecretsApi {
  // Its log would go to standard error where AZURE_LOG_LEVEL says so, with what servers answered.
  setLogLevel();
  const closing = new AbortController();
  const ambient = login.kind === "managed-identity" || login.kind === "default-chain";
  const logins = createLoginTransport(host, settings, reach, ambient ? askLocal : undefined, closing.signal);
  const credential = makeCredential(() => credentialOf(login, settings, host, httpClient(logins.send)), login);
  const source = new TokenSource({
    credential,
    kind: login.kind,
    resource: settings.resource,
    tenantFromVault: login.kind === "azure-cli" && login.tenantId === undefined && !settings.custom,
    transport: logins,
    closing: closing.signal,
  });
  const transport = createVaultTransport(host, settings, reach);
  const client = new SecretClient(settings.vault, source, {
    ...PIPELINE,
    httpClient: httpClient(transport.send),
    serviceVersion: "7.4",
    disableChallengeResourceVerification: settings.custom,
  });
  return createApi(client, transport, { vault: settings.vault, source, closing });
}
