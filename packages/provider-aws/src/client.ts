import { Readable } from "node:stream";
import {
  BatchGetSecretValueCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import { cancellable, type OpenConnection, ProviderError } from "@keyferry/core/provider";
import type { SecretsApi } from "./api.ts";
import { capBody } from "./body-cap.ts";
import type { AwsConnection } from "./connection.ts";
import { broken, toFailure, toLoginFailure } from "./errors.ts";
import { readLogin } from "./login.ts";
import { toBatchAnswer, toEntry, toListAnswer, toValue } from "./sdk-answers.ts";

type Provider = Extract<NonNullable<SecretsManagerClientConfig["credentials"]>, (...args: never) => unknown>;

/** Parts of the SDK print warnings to the console unless they are given somewhere else to put them. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * What every client of the SDK gets, those of a login included. The host alone retries. Nothing that says where
 * requests go is taken from variables or files: `ignoreConfiguredEndpointUrls` closes `AWS_ENDPOINT_URL*` and
 * `endpoint_url` (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html), the others are given.
 */
function baseConfig({ region, fips, dualstack }: AwsConnection) {
  return {
    region,
    useFipsEndpoint: fips,
    useDualstackEndpoint: dualstack,
    ignoreConfiguredEndpointUrls: true,
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard" as const,
    authSchemePreference: [],
    userAgentAppId: "keyferry",
    // Milliseconds. The host limits the whole of a call; these end what hangs when nobody else does.
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 15_000,
      socketTimeout: 15_000,
      throwOnRequestTimeout: true,
      logger: SILENT,
    },
  };
}

/** The login as the SDK takes it. Loads the SDK's providers only for a login that needs them. */
async function credentials(connection: OpenConnection, settings: AwsConnection): Promise<Provider> {
  const login = readLogin(connection);
  if (login.kind === "keys") return async () => login.keys;
  const { fromIni, fromNodeProviderChain, fromTemporaryCredentials, fromWebToken } = await import(
    "@aws-sdk/credential-providers"
  );
  const inner = baseConfig(settings);
  const endpoint = settings.stsEndpoint ?? settings.endpoint;
  const sts =
    endpoint === undefined ? inner : { ...inner, useFipsEndpoint: false, useDualstackEndpoint: false, endpoint };
  // Roles inside a profile are assumed where the connection says, as a role of the connection itself is.
  const ambient: Parameters<typeof fromIni>[0] & Parameters<typeof fromNodeProviderChain>[0] = {
    clientConfig: inner,
    ignoreCache: true,
    logger: SILENT,
    roleAssumer: (source, params) =>
      fromTemporaryCredentials({ masterCredentials: source, params, clientConfig: sts, logger: SILENT })(),
    roleAssumerWithWebIdentity: ({ RoleArn, RoleSessionName, WebIdentityToken }) =>
      fromWebToken({
        roleArn: RoleArn,
        roleSessionName: RoleSessionName,
        webIdentityToken: WebIdentityToken,
        clientConfig: sts,
        logger: SILENT,
      })(),
  };
  const provider =
    login.kind === "chain"
      ? fromNodeProviderChain(ambient)
      : login.kind === "profile"
        ? fromIni({ ...ambient, profile: login.profile })
        : fromTemporaryCredentials({
            masterCredentials: login.keys ?? fromNodeProviderChain(ambient),
            params: login.role,
            clientConfig: sts,
            logger: SILENT,
          });
  return async (...args) => {
    try {
      return await provider(...args);
    } catch (thrown) {
      throw new ProviderError(toLoginFailure(thrown));
    }
  };
}

/** Opens a client for one connection. Sends nothing yet. */
export async function connect(connection: OpenConnection, settings: AwsConnection): Promise<SecretsApi> {
  const client = new SecretsManagerClient({
    ...baseConfig(settings),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    credentials: await credentials(connection, settings),
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body?: unknown };
      if (response.body instanceof Readable) response.body = capBody(response.body);
      return result;
    },
    { step: "deserialize", priority: "low", name: "keyferryBodyCap" },
  );
  return {
    get: (SecretId, pin, context) =>
      cancellable(context, toFailure, async (abortSignal) =>
        toValue(await client.send(new GetSecretValueCommand({ SecretId, ...pin }), { abortSignal })),
      ),
    batch: (ids, NextToken, context) =>
      cancellable(context, toFailure, async (abortSignal) =>
        toBatchAnswer(
          await client.send(new BatchGetSecretValueCommand({ SecretIdList: [...ids], NextToken }), { abortSignal }),
        ),
      ),
    list: (MaxResults, NextToken, context) =>
      cancellable(context, toFailure, async (abortSignal) => {
        const answer = toListAnswer(
          await client.send(new ListSecretsCommand({ MaxResults, NextToken }), { abortSignal }),
        );
        if (answer === undefined) throw new ProviderError(broken("the answer has no list of secrets"));
        return answer;
      }),
    describe: (SecretId, context) =>
      cancellable(context, toFailure, async (abortSignal) =>
        toEntry(await client.send(new DescribeSecretCommand({ SecretId }), { abortSignal })),
      ),
    loginEnds: (context) => cancellable(context, toFailure, async () => (await client.config.credentials()).expiration),
    close: () => client.destroy(),
  };
}
