import type { Host, HostRequest } from "@keyferry/core/provider";
import type { GcpConnection } from "./connection.ts";
import { textOf } from "./json-record.ts";
import { signClaims } from "./jwt.ts";
import type { ImpersonatedLogin, KeyLogin, UserLogin } from "./login.ts";
import { askForToken, exchangeGrant, tokenOf } from "./token-request.ts";
import { keeping, type TokenSource } from "./token-source.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** Everything that a login's own requests need. */
export interface LoginTools {
  readonly host: Host;
  readonly settings: GcpConnection;
  readonly proxy: Pick<HostRequest, "proxy">;
}

/**
 * A key's own signature is a token by itself, so that no token endpoint is asked. For Google's global service it names
 * that service as its audience and is good for nothing else (https://google.aip.dev/auth/4111); the regional hosts and
 * endpoints of one's own take a scope, as the SDK itself sends there.
 */
export function keySource(login: KeyLogin, { host, settings, proxy }: LoginTools): TokenSource {
  const { tokenUri } = login;
  if (tokenUri !== undefined) {
    return keeping(() => {
      const assertion = signClaims(login, { aud: tokenUri.href, scope: SCOPE }, Date.now()).text;
      const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
      return exchangeGrant(host, tokenUri, { grant_type, assertion }, proxy);
    });
  }
  const { service, location, universe } = settings;
  const global = !service.custom && location === undefined;
  const claims = { sub: login.email, ...(global ? { aud: `https://secretmanager.${universe}/` } : { scope: SCOPE }) };
  const own = keeping(async () => {
    const { text, ends } = signClaims(login, claims, Date.now());
    return tokenOf(text, ends);
  });
  // The key signs anew whenever it must: such a login has no end that a person should know of.
  return { headers: own.headers, ends: () => undefined };
}

/** https://datatracker.ietf.org/doc/html/rfc6749#section-6 */
export function userSource(login: UserLogin, { host, proxy }: LoginTools): TokenSource {
  const form = {
    grant_type: "refresh_token",
    client_id: login.clientId,
    client_secret: login.clientSecret,
    refresh_token: login.refreshToken,
  };
  const more = login.quotaProject === undefined ? {} : { "x-goog-user-project": login.quotaProject };
  return keeping(() => exchangeGrant(host, login.tokenUrl, form, proxy), more);
}

/** https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken */
export function impersonatedSource(login: ImpersonatedLogin, source: TokenSource, tools: LoginTools): TokenSource {
  return keeping(async () => {
    const answer = await askForToken(tools.host, {
      method: "POST",
      url: login.url.href,
      headers: { ...(await source.headers()), "content-type": "application/json" },
      body: JSON.stringify({ delegates: login.delegates, scope: [SCOPE], lifetime: "3600s" }),
      ...tools.proxy,
    });
    return tokenOf(textOf(answer, "accessToken"), Date.parse(textOf(answer, "expireTime") ?? ""));
  });
}
