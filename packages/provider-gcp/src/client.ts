import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { type CallContext, cancellable, type Host, ProviderError } from "@keyferry/core/provider";
import {
  AwsClient,
  GoogleAuth,
  gaxios,
  IdentityPoolClient,
  PassThroughClient,
  PluggableAuthClient,
} from "google-auth-library";
import { loggingUtils } from "google-gax";
import type { SecretsApi } from "./api.ts";
import type { GcpConnection } from "./connection.ts";
import { toFailure, toLoginFailure } from "./errors.ts";
import { hostFetch } from "./host-fetch.ts";
import { parseRecord, textOf } from "./json-record.ts";
import type { FederatedLogin, Login, SourceLogin } from "./login.ts";
import { loginFetch } from "./login-fetch.ts";
import { askMetadata } from "./metadata.ts";
import { toEntry, toListAnswer, toValue } from "./sdk-answers.ts";
import { tokenOf } from "./token-request.ts";
import { keeping, type TokenSource } from "./token-source.ts";
import { impersonatedSource, keySource, type LoginTools, userSource } from "./token-sources.ts";

// With GOOGLE_SDK_NODE_LOGGING set, the SDK writes every value and every token to standard error.
loggingUtils.setBackend(null);

/** Our own login and our own transport, in the place where the SDK has its own. */
class HostAuth extends PassThroughClient {
  readonly #source: TokenSource;
  readonly #tools: LoginTools;

  constructor(source: TokenSource, tools: LoginTools) {
    super({ universeDomain: tools.settings.universe, useAuthRequestParameters: false });
    this.#source = source;
    this.#tools = tools;
  }

  override async fetch<T>(...[url, sent]: Parameters<PassThroughClient["fetch"]>): gaxios.GaxiosPromise<T> {
    const login = await this.#source.headers().catch((thrown: unknown) => {
      throw new ProviderError(toLoginFailure(thrown));
    });
    const { host, proxy } = this.#tools;
    const answer = await hostFetch(host, String(url), sent ?? {}, login, proxy);
    return answer as unknown as gaxios.GaxiosResponse<T>;
  }
}

/** The SDK takes the token of another identity provider from where the file says, and exchanges it. */
function federatedSource({ options, source }: FederatedLogin, { host, proxy }: LoginTools): TokenSource {
  const transporter = new gaxios.Gaxios({ fetchImplementation: loginFetch(host, proxy) });
  // The host alone retries.
  transporter.interceptors.request.add({
    resolved: async (config) => Object.assign(config, { retry: false, retryConfig: { retry: 0 } }),
  });
  const Client = source === "executable" ? PluggableAuthClient : source === "aws" ? AwsClient : IdentityPoolClient;
  // What the file says was checked member by member, which the SDK's types, one for each kind, cannot say.
  const client = new Client({ ...options, transporter, useAuthRequestParameters: false } as never);
  // The exchange has a transport of its own, which follows redirects with the token: it gets ours.
  Object.assign(Reflect.get(client, "stsCredential"), { transporter });
  const quota = textOf(options, "quota_project_id");
  return keeping(
    async () => {
      const { token } = await client.getAccessToken();
      return tokenOf(token ?? undefined, client.credentials.expiry_date ?? Number.NaN);
    },
    quota === undefined ? {} : { "x-goog-user-project": quota },
  );
}

/** https://cloud.google.com/compute/docs/access/authenticate-workloads#applications */
function machineSource(): TokenSource {
  return keeping(async () => {
    const answer = parseRecord(await askMetadata("instance/service-accounts/default/token"));
    return tokenOf(textOf(answer, "access_token"), Date.now() + Number(answer?.expires_in) * 1000);
  });
}

function alone(login: SourceLogin, tools: LoginTools): TokenSource {
  if (login.kind === "key") return keySource(login, tools);
  return login.kind === "user" ? userSource(login, tools) : federatedSource(login, tools);
}

function sourceOf(login: Login, tools: LoginTools): TokenSource {
  if (login.kind === "machine") return machineSource();
  if (login.kind === "impersonated") return impersonatedSource(login, alone(login.source, tools), tools);
  return alone(login, tools);
}

async function identityOf(login: Login): Promise<string | undefined> {
  if (login.kind === "machine") return askMetadata("instance/service-accounts/default/email");
  if (login.kind === "user") return "a person's own login of gcloud";
  return login.kind === "key" ? login.email : login.principal;
}

async function projectOf(login: Login): Promise<string | undefined> {
  if (login.kind === "machine") return askMetadata("project/project-id");
  return login.kind === "key" ? login.project : undefined;
}

/** Opens a client for one connection. Sends nothing yet. */
export async function connect(settings: GcpConnection, login: Login, host: Host): Promise<SecretsApi> {
  const { service, universe, proxy } = settings;
  const tools: LoginTools = { host, settings, proxy: proxy === undefined ? {} : { proxy } };
  const source = sourceOf(login, tools);
  const client = new SecretManagerServiceClient({
    fallback: true,
    auth: new GoogleAuth({ authClient: new HostAuth(source, tools) }),
    protocol: service.protocol,
    apiEndpoint: service.host,
    port: service.port,
    universeDomain: universe,
    enableTelemetryTracing: false,
    enableTelemetryLogging: false,
  });
  await client.initialize();
  // The host alone retries, and limits the whole of a call; the SDK's own limit would be ten minutes.
  const options = (signal: AbortSignal) => ({ retry: null, timeout: 15_000, signal, autoPaginate: false });
  const call = <T>(context: CallContext, send: (of: ReturnType<typeof options>) => Promise<T>) =>
    cancellable(context, toFailure, (signal) => send(options(signal)));
  return {
    access: (name, context) =>
      call(context, async (of) => toValue((await client.accessSecretVersion({ name }, of))[0])),
    get: (name, context) => call(context, async (of) => toEntry((await client.getSecret({ name }, of))[0])),
    list: (parent, pageSize, cursor, context) =>
      call(context, async (of) => {
        const page = cursor === undefined ? {} : { pageToken: cursor };
        const [secrets, , answer] = await client.listSecrets({ parent, pageSize, ...page }, of);
        return toListAnswer(secrets, answer);
      }),
    identity: (context) => cancellable(context, toFailure, () => identityOf(login)),
    project: (context) => cancellable(context, toFailure, () => projectOf(login)),
    loginEnds: () => {
      const ends = source.ends();
      return ends === undefined ? undefined : new Date(ends);
    },
    close: () => void client.close(),
  };
}
