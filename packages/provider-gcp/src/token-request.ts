import {
  type Host,
  type HostRequest,
  type HostResponse,
  ProviderError,
  type ProviderFailure,
} from "@keyferry/core/provider";
import { answerFailure, broken } from "./answer-failure.ts";
import { asRecord, type JsonRecord, parseRecord, textOf } from "./json-record.ts";
import type { Token } from "./token-source.ts";

/** Bytes. The longest true answer is a token of a few KiB. */
const MAX_BYTES = 256 * 1024;

const AGAIN = "log in again; for gcloud, run `gcloud auth application-default login`";

/** The `error` of https://datatracker.ietf.org/doc/html/rfc6749#section-5.2. Its description only chooses among cases. */
function oauthFailure(error: string, description: string): ProviderFailure {
  if (error === "invalid_grant" && /\b(iat|exp|short-lived)\b/.test(description)) {
    return {
      code: "unauthenticated",
      message: "Google refuses the time of the login: check the clock of this machine",
      hint: "let the machine set its clock by NTP",
    };
  }
  if (error === "invalid_grant") {
    return {
      code: "unauthenticated",
      message: "Google does not accept the login: it is wrong, ended or revoked",
      hint: AGAIN,
    };
  }
  return {
    code: "unauthenticated",
    message: "Google gives this login no token",
    hint: "check the credential, and the pool and provider that it names",
  };
}

/** Why a login was refused: `unauthenticated`, never `access-denied`, which would speak of a secret. */
function loginRefusal(response: HostResponse): ProviderFailure {
  const failure = answerFailure(response);
  if (failure.code === "throttled" || failure.code === "unavailable") return failure;
  const body = parseRecord(Buffer.from(response.body).toString("utf8"));
  const error = textOf(body, "error");
  if (error !== undefined) return oauthFailure(error, textOf(body, "error_description") ?? "");
  if (asRecord(body?.error) === undefined) return failure;
  return {
    code: "unauthenticated",
    message: "Google gives this login no token",
    hint: "check that the login may act as the service account, and that the account is enabled",
  };
}

/** Sends one request of a login. Throws a `ProviderError` for any answer but 200. */
export async function sendForLogin(host: Host, request: HostRequest): Promise<HostResponse> {
  const response = await host.request({ timeoutMs: 15_000, maxBytes: MAX_BYTES, ...request });
  if (response.status !== 200) throw new ProviderError(loginRefusal(response));
  return response;
}

/** Sends one request of a login and gives the JSON of its answer. */
export async function askForToken(host: Host, request: HostRequest): Promise<JsonRecord> {
  const { body } = await sendForLogin(host, request);
  const answer = parseRecord(Buffer.from(body).toString("utf8"));
  if (answer === undefined) throw new ProviderError(broken("the answer to the login is not one of Google's"));
  return answer;
}

/** Exchanges a grant at a token endpoint. */
export async function exchangeGrant(
  host: Host,
  url: URL,
  form: Readonly<Record<string, string>>,
  proxy: Pick<HostRequest, "proxy">,
): Promise<Token> {
  const answer = await askForToken(host, {
    method: "POST",
    url: url.href,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
    ...proxy,
  });
  const seconds = Number(answer.expires_in);
  return tokenOf(textOf(answer, "access_token"), Date.now() + seconds * 1000);
}

/** A token of an answer, checked for what may stand in a header. */
export function tokenOf(value: string | undefined, ends: number): Token {
  if (value === undefined || !/^[\x21-\x7e]{1,16384}$/.test(value) || !Number.isFinite(ends)) {
    throw new ProviderError(broken("the answer to the login has no token"));
  }
  return { value, ends };
}
