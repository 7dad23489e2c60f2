import { type CallContext, cancellable, type Host, ProviderError } from "@keyferry/core/provider";
import aws4 from "aws4";
import { type Answer, toBatchAnswer, toEntry, toListAnswer, toValue } from "./answers.ts";
import type { SecretsApi } from "./api.ts";
import type { AwsConnection } from "./connection.ts";
import { endpointOf } from "./endpoint.ts";
import { broken, toFailure } from "./errors.ts";
import { type KeySource, keeping, type SessionKeys } from "./key-source.ts";
import type { Login } from "./login.ts";
import type { Reach } from "./reach.ts";
import { readAnswer } from "./read-answer.ts";
import { serverClock } from "./server-clock.ts";

/**
 * The longest answer that is read, in bytes. A value has at most 64 KiB
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html), a batch 20 of them, and JSON may
 * write one byte as six.
 */
const MAX_BYTES = 16 * 1024 * 1024;

/** Loads the SDK only for a login that needs it. */
async function sourceOf(login: Login, settings: AwsConnection): Promise<KeySource> {
  if (login.kind === "keys") return async () => login.keys;
  const { sdkLogin } = await import("./login-provider.ts");
  return keeping(sdkLogin(login, settings));
}

interface Signed {
  readonly region: string;
  readonly url: URL;
  readonly operation: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The headers of one call in AWS JSON 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html), signed by version 4
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). `host` is signed, and sent by
 * the host of this provider.
 */
function headersOf({ region, url, operation, body, at }: Signed, keys: SessionKeys): Record<string, string> {
  const date = new Date(at).toISOString().replace(/[:-]|\.[0-9]{3}/g, "");
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-date": date,
    "x-amz-target": `secretsmanager.${operation}`,
    ...(keys.sessionToken === undefined ? {} : { "x-amz-security-token": keys.sessionToken }),
  };
  const signer = new aws4.RequestSigner(
    {
      method: "POST",
      path: url.pathname,
      headers: { ...headers, host: url.host },
      body,
      region,
      service: "secretsmanager",
      doNotModifyHeaders: true,
    },
    keys,
  );
  signer.datetime = date;
  return { ...headers, "user-agent": "keyferry", authorization: signer.authHeader() };
}

/** Gives the calls of one connection. Sends nothing yet. */
export async function connect(login: Login, settings: AwsConnection, host: Host, reach: Reach): Promise<SecretsApi> {
  const { region, fips, dualstack } = settings;
  const url = new URL(settings.endpoint ?? endpointOf(region, fips, dualstack));
  // As the SDK does: behind a path of the endpoint's own, the service's root has its slash.
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  const source = await sourceOf(login, settings);
  const clock = serverClock();
  const send = async (operation: string, input: object, signal: AbortSignal) => {
    const keys = await source();
    const body = JSON.stringify(input);
    const sentAt = Date.now();
    const headers = headersOf({ region, url, operation, body, at: clock.now() }, keys);
    const sent = { method: "POST", url: url.href, headers, body, maxBytes: MAX_BYTES };
    const answer = await host.request({ ...sent, ...reach, signal });
    clock.hear(answer.headers, sentAt);
    return readAnswer(answer);
  };
  const call = <T>(context: CallContext, operation: string, input: object, read: (answer: Answer) => T) =>
    cancellable(context, toFailure, async (signal) => read(await send(operation, input, signal)));
  return {
    get: (SecretId, pin, context) => call(context, "GetSecretValue", { SecretId, ...pin }, toValue),
    batch: (SecretIdList, NextToken, context) =>
      call(context, "BatchGetSecretValue", { SecretIdList, NextToken }, toBatchAnswer),
    list: (MaxResults, NextToken, context) =>
      call(context, "ListSecrets", { MaxResults, NextToken }, (given) => {
        const answer = toListAnswer(given);
        if (answer === undefined) throw new ProviderError(broken("the answer has no list of secrets"));
        return answer;
      }),
    describe: (SecretId, context) => call(context, "DescribeSecret", { SecretId }, toEntry),
    loginEnds: (context) => cancellable(context, toFailure, async () => (await source()).expiration),
  };
}
