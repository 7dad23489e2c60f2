import type { Readable } from "node:stream";
import { fromIni, fromNodeProviderChain, fromTemporaryCredentials, fromWebToken } from "@aws-sdk/credential-providers";
import { ProviderError } from "@keyferry/core/provider";
import type { AwsConnection } from "./connection.ts";
import { toLoginFailure } from "./errors.ts";
import type { KeySource } from "./key-source.ts";
import type { Login } from "./login.ts";

/** Parts of the SDK print warnings to the console unless they are given somewhere else to put them. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** What sends the requests of the SDK's clients. */
export interface AwsRequestHandler {
  handle(request: { readonly hostname: string; readonly path: string }): Promise<{
    readonly response: {
      readonly statusCode: number;
      readonly headers: Record<string, string>;
      readonly body?: Readable;
    };
  }>;
}

/** Milliseconds. The host limits the whole of a call; these end what hangs when nobody else does. */
const NODE_HANDLER = {
  connectionTimeout: 5_000,
  requestTimeout: 15_000,
  socketTimeout: 15_000,
  throwOnRequestTimeout: true,
  logger: SILENT,
};

/**
 * What every client of a login gets. The host alone retries. Nothing that says where requests go is taken from variables
 * or files: `ignoreConfiguredEndpointUrls` closes `AWS_ENDPOINT_URL*` and `endpoint_url`
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html), the others are given.
 */
function baseConfig({ fips, dualstack }: AwsConnection, requestHandler: AwsRequestHandler | typeof NODE_HANDLER) {
  return {
    useFipsEndpoint: fips,
    useDualstackEndpoint: dualstack,
    ignoreConfiguredEndpointUrls: true,
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard" as const,
    authSchemePreference: [],
    userAgentAppId: "keyferry",
    requestHandler,
  };
}

/** A login that the SDK's providers know how to make. Asks anew at each call. */
export function sdkLogin(
  login: Exclude<Login, { kind: "keys" }>,
  settings: AwsConnection,
  requestHandler: AwsRequestHandler | typeof NODE_HANDLER = NODE_HANDLER,
): KeySource {
  const provider = providerOf(login, settings, requestHandler);
  // What a client of the SDK says of itself to its login: `aws login` takes the region from it, where the profile has none.
  const callerClientConfig = {
    region: async () => settings.region,
    userAgentAppId: async () => "keyferry",
    logger: SILENT,
  };
  return async () => {
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider({ callerClientConfig });
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        ...(expiration === undefined ? {} : { expiration }),
      };
    } catch (thrown) {
      throw new ProviderError(toLoginFailure(thrown));
    }
  };
}

function providerOf(
  login: Exclude<Login, { kind: "keys" }>,
  settings: AwsConnection,
  requestHandler: AwsRequestHandler | typeof NODE_HANDLER,
) {
  // Without a region: IAM Identity Center is asked where the profile says that it is (`sso_region`,
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html), which a region given here would overrule.
  const inner = baseConfig(settings, requestHandler);
  const { region } = settings;
  const endpoint = settings.stsEndpoint ?? settings.endpoint;
  const sts =
    endpoint === undefined
      ? { ...inner, region }
      : { ...inner, region, useFipsEndpoint: false, useDualstackEndpoint: false, endpoint };
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
  switch (login.kind) {
    case "chain":
      return fromNodeProviderChain(ambient);
    case "profile":
      return fromIni({ ...ambient, profile: login.profile });
    default:
      return fromTemporaryCredentials({
        masterCredentials: login.keys ?? fromNodeProviderChain(ambient),
        params: login.role,
        clientConfig: sts,
        logger: SILENT,
      });
  }
}
